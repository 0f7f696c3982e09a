package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** What stands in a row, against the JDK's own Inflater and Vert.x's own JSON. */
class PackingTest {

    @Test
    void a_size_that_is_not_that_of_the_bytes_and_damaged_bytes_give_no_more_than_there_is() {
        byte[] raw = {1, 2, 3};
        byte[] packed = Deflate.of(raw);
        assertThat(Raw.inflate(packed, -1)).isEmpty();
        assertThat(Raw.inflate(packed, 2)).containsExactly(1, 2);
        assertThat(Raw.inflate(packed, Integer.MAX_VALUE)).isEqualTo(raw);
        assertThat(Raw.inflate(new byte[] {7, 7, 7}, 3)).isEmpty();
        assertThat(Raw.inflate(java.util.Arrays.copyOf(packed, 6), 3)).hasSizeLessThan(3);
        assertThat(Raw.inflate(new byte[0], Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void every_size_on_both_sides_of_the_border_is_inflated_to_what_it_was() throws Exception {
        Random random = new Random(5);
        int border = Deflate.STORED_BELOW;
        for (int size : new int[] {0, 1, 255, 256, 2_064, border - 1, border, border + 1, 65_535, 65_536, 3_000_000}) {
            for (boolean dense : new boolean[] {true, false}) {
                byte[] raw = new byte[size];
                for (int i = 0; i < size; i++) {
                    raw[i] = (byte) (dense ? random.nextInt(256) : "to be or not ".charAt(i % 13));
                }
                byte[] packed = Deflate.of(raw);
                Inflater inflater = new Inflater(true);
                inflater.setInput(packed);
                byte[] out = new byte[size + 1];
                assertThat(inflater.inflate(out)).as("%d", size).isEqualTo(size);
                assertThat(inflater.finished()).isTrue();
                assertThat(inflater.getRemaining()).isZero();
                inflater.end();
                assertThat(Raw.inflate(packed, size)).isEqualTo(raw);
                assertThat(packed.length)
                        .isLessThanOrEqualTo(dense ? size + size / 1000 + 64 : Math.max(border + 5, size / 20));
            }
        }
    }

    @Test
    void many_threads_do_not_disturb_each_other() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            byte[] raw = ("thread " + t + " ").repeat(4_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            all.add(threads.submit(() -> {
                boolean same = true;
                for (int i = 0; i < 100; i++) {
                    same &= java.util.Arrays.equals(raw, Raw.inflate(Deflate.of(raw), raw.length));
                }
                return same;
            }));
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        threads.shutdown();
    }

    @Test
    void transport_is_written_as_vertx_writes_it() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            Map<String, Object> transport = new LinkedHashMap<>();
            transport.put("method", word(random));
            transport.put("helo", round % 2 == 0 ? null : word(random));
            transport.put("tls", random.nextBoolean());
            transport.put("rcptTo", List.of(word(random), word(random)));
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put(word(random), List.of(word(random)));
            headers.put("x" + word(random), List.of());
            transport.put("headers", headers);
            assertThat(TransportJson.write(transport)).isEqualTo(new JsonObject(transport).encode());
        }
    }

    private static String word(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < random.nextInt(12); i++) {
            out.appendCodePoint("\"\\/\u0000\n\u007f\u2028\u00e9<>&az\t\ud83d\ude00".codePointAt(random.nextInt(13)));
        }
        return out.toString();
    }
}
