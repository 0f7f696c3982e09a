package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the JDK's decoder, which takes no stray percent sign. */
class PercentEncodingTest {
    private static final String ALPHABET = "%%%+++ 0259aBFgxyz&=\u00e4\u00ff\u0080*\u00aa";
    private static final String STRAY = "%(?![0-9a-fA-F]{2})";

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void every_mixture_is_read_as_the_jdk_reads_it_and_a_stray_percent_sign_stays() {
        for (int i = 0; i < 50_000; i++) {
            String text = text(random.nextInt(40));
            byte[] raw = ("%4" + text + "1%2").getBytes(StandardCharsets.ISO_8859_1);
            byte[] decoded = PercentEncoding.decode(raw, 2, 2 + text.length(), true);
            assertThat(latin(decoded)).as(text).isEqualTo(expected(text));
            byte[] literal = PercentEncoding.decode(raw, 2, 2 + text.length(), false);
            assertThat(latin(literal)).as(text).isEqualTo(expected(text.replace("+", "%2B")));
        }
    }

    @Test
    void what_is_around_the_place_that_is_written_to_stays() {
        for (int i = 0; i < 10_000; i++) {
            String text = text(random.nextInt(40));
            byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] out = new byte[raw.length + 10];
            Arrays.fill(out, (byte) '#');
            int end = PercentEncoding.decode(raw, 0, raw.length, true, out, 5);
            assertThat(latin(out).substring(5, end)).as(text).isEqualTo(expected(text));
            assertThat(latin(out)).startsWith("#####").endsWith("#####");
        }
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String expected(String text) {
        return URLDecoder.decode(text.replaceAll(STRAY, "%25"), StandardCharsets.ISO_8859_1);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
