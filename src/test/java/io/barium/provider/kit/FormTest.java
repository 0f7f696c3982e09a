package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void what_the_jdk_encodes_is_decoded_in_order_with_repeats() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                String name = "n" + random.nextInt(3);
                String value = word(random);
                expected.add(name + "=" + value);
                body.append(i == 0 ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
            assertThat(form("application/x-www-form-urlencoded; charset=UTF-8", body.toString())
                            .fields())
                    .extracting(f -> f.name() + "=" + f.text())
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void bad_escapes_stay_as_they_are() {
        Form form = form("application/x-www-form-urlencoded", "a=%zz&b=%4&c=%&&=x&d&e==&f=%00");
        assertThat(form.text("a")).isEqualTo("%zz");
        assertThat(form.text("b")).isEqualTo("%4");
        assertThat(form.text("c")).isEqualTo("%");
        assertThat(form.text("")).isEqualTo("x");
        assertThat(form.text("d")).isEmpty();
        assertThat(form.text("e")).isEqualTo("=");
        assertThat(form.text("f")).isEqualTo("\0");
        assertThat(form.text("g")).isNull();
    }

    @Test
    void parts_keep_bytes_file_name_type_and_charset() throws MalformedHook {
        String body = String.join(
                "\r\n",
                "preamble",
                "--x y",
                "Content-Disposition: form-data; name=\"a\"",
                "",
                "line 1",
                "--not it",
                "",
                "--x y  ",
                "content-disposition: FORM-DATA; name=file; filename*=utf-8''%C3%A9.bin",
                "Content-Type: Application/Octet-Stream",
                "",
                "\0",
                "",
                "--x y",
                "Content-Disposition: form-data; name=\"l\"; filename=\"C:\\dir\\f\\\"g.txt\"",
                "Content-Type: text/plain; charset=iso-8859-1",
                "",
                "\u00e9",
                "--x y",
                "Content-Disposition: form-data; name=\"empty\"",
                "",
                "",
                "--x y--",
                "epilogue");
        Form form = hook("multipart/form-data; boundary=\"x y\"", body.getBytes(StandardCharsets.ISO_8859_1))
                .form()
                .whole();
        assertThat(form.fields()).extracting(FormField::name).containsExactly("a", "file", "l", "empty");
        assertThat(form.text("a")).isEqualTo("line 1\r\n--not it\r\n");
        FormField file = form.fields().get(1);
        assertThat(file.filename()).isEqualTo("\u00e9.bin");
        assertThat(file.contentType()).isEqualTo("application/octet-stream");
        assertThat(file.bytes()).containsExactly(0, '\r', '\n');
        assertThat(form.fields().get(2).filename()).isEqualTo("C:\\dir\\f\"g.txt");
        assertThat(form.text("l")).isEqualTo("\u00e9");
        assertThat(form.text("empty")).isEmpty();
    }

    @Test
    void bare_line_feeds_will_do() throws MalformedHook {
        Form form = form("multipart/form-data; boundary=b", "--b\nContent-Disposition: form-data; name=a\n\nx\n--b--");
        assertThat(form.whole().text("a")).isEqualTo("x");
    }

    @Test
    void a_damaged_multipart_gives_what_came_before_and_is_not_whole() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        for (String end : new String[] {
            "", "--", "--b", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"c\"", "--b\r\nX: y\r\n\r\nhalf"
        }) {
            Form form = form(
                    "multipart/form-data; boundary=b",
                    part + "--b\r\nContent-Disposition: form-data; name=z\r\n\r\n2\r\n" + end);
            assertThat(form.text("a")).as(end).isEqualTo("1");
            assertThatThrownBy(form::whole).as(end).isInstanceOf(MalformedHook.class);
        }
        assertThatThrownBy(() -> form("multipart/form-data", part).whole()).hasMessageContaining("boundary");
        assertThatThrownBy(
                        () -> form("multipart/form-data; boundary=other", part).whole())
                .hasMessageContaining("does not occur");
    }

    @Test
    void a_long_value_is_cut_between_characters() {
        String value = "\u20ac".repeat(200_000);
        Form plain = form(
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + value + "\r\n--b--");
        Form encoded =
                form("application/x-www-form-urlencoded", "a=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        for (Form form : List.of(plain, encoded)) {
            TextBounds.Bounded text =
                    java.util.Objects.requireNonNull(form.field("a")).boundedText();
            assertThat(text.truncated()).isTrue();
            assertThat(text.text()).isEqualTo("\u20ac".repeat(100_000));
        }
    }

    @Test
    void part_headers_of_many_lines_take_time_that_is_linear_in_them() {
        String part = "--b\n" + "a\n".repeat(8_000) + "\nx\n";
        String body = part.repeat(500) + "--b--";
        long start = System.nanoTime();
        assertThat(form("multipart/form-data; boundary=b", body).fields()).hasSize(500);
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(10_000);
    }

    private static String word(Random random) {
        int[] letters = "aZ09 &=+%;\u00e9\u20ac\ud83d\ude00\0\n".codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            out.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return out.toString();
    }

    private static Form form(String type, String body) {
        return hook(type, body.getBytes(StandardCharsets.UTF_8)).form();
    }

    private static RawHook hook(String type, byte[] body) {
        return new RawHook("POST", "/hooks/x", Map.of("content-type", List.of(type)), body, Instant.EPOCH);
    }
}
