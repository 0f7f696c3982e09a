package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class HtmlTextTest {
    private static final String[] WRITTEN = {
        "a", "Z", " ", " ", "  ", "\n", "\r\n", "\t", "\f", "\u000B", "\u00A0", "\u200B", "\u00AD", "\u00E9", "\u20AC",
        "."
    };

    @Test
    void words_stand_as_jsoup_shows_them_whatever_is_between_them() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String written = random.ints(random.nextInt(30), 0, WRITTEN.length)
                    .mapToObj(n -> WRITTEN[n])
                    .collect(Collectors.joining());
            String html = "<p>x" + written + "y</p>";
            assertThat(HtmlText.of(html).text())
                    .as(html)
                    .isEqualTo(Jsoup.parse(html).text());
        }
    }

    @Test
    void blocks_are_lines_without_outer_blanks_and_without_empty_ones() {
        assertThat(HtmlText.of("<div> one <p></p><p>two<br>three </p></div>\n<table><tr><td>4<td>5</table>")
                        .text())
                .isEqualTo("one\ntwo\nthree\n4\n5");
        assertThat(HtmlText.of("").text()).isEmpty();
    }

    @Test
    void what_is_not_shown_is_left_out_and_what_is_hidden_is_kept() {
        assertThat(HtmlText.of("<title>t</title><style>s</style>seen<script>c</script><p hidden>hidden")
                        .text())
                .isEqualTo("seen\nhidden");
    }
}
