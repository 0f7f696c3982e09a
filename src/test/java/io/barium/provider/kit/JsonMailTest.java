package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonMailTest {

    @Test
    void headers_are_read_in_each_usual_form() {
        for (String form : new String[] {
            "{'To': 'a', 'Received': ['1', '2']}",
            "[{'Name': 'To', 'Value': 'a'}, {'Name': 'Received', 'Value': '1'}, {'Name': 'Received', 'Value': '2'}]",
            "[{'name': 'To', 'value': 'a'}, {'name': 'Received', 'value': '1'}, {'name': 'Received', 'value': '2'}]",
            "[{'To': 'a'}, {'Received': '1'}, {'Received': '2'}]",
            "[['To', 'a'], ['Received', '1'], ['Received', '2'], 7, null, ['x'], [1, 2]]",
            "{'To': 'a', 'Received': {'0': '1', '1': '2'}, 'x': 7, 'y': null}",
        }) {
            MailHeaders headers = JsonMail.headers(json(form));
            assertThat(headers.first("to")).as(form).isEqualTo("a");
            assertThat(headers.all("received")).as(form).containsExactly("1", "2");
            assertThat(headers.fields()).as(form).hasSize(3);
        }
        assertThat(JsonMail.headers(null).fields()).isEmpty();
        assertThat(JsonMail.headers(json("7")).fields()).isEmpty();
    }

    @Test
    void folded_headers_are_unfolded() {
        assertThat(JsonMail.headers(json("{'Subject': 'a\\r\\n b'}")).first("Subject"))
                .isEqualTo("a b");
    }

    @Test
    void names_of_mailboxes_do_not_break_out_of_their_quotes() {
        String header = Objects.requireNonNull(JsonMail.mailboxes(
                json(
                        "[{'n': 'a\\\", <x@fake.example> \\\\', 'm': 'a@b.example'}, {'m': 'c@d.example'}, {'n': 'x'}, 7]"),
                "n",
                "m"));
        assertThat(AddressParser.mailboxes(header))
                .containsExactly(
                        new AddressParser.Mailbox("a\", <x@fake.example> \\", "a@b.example"),
                        new AddressParser.Mailbox(null, "c@d.example"));
    }

    @Test
    void attachments_whose_content_is_elsewhere_or_broken_are_named() {
        JsonMail.AttachmentMembers members = new JsonMail.AttachmentMembers("n", "t", "s", List.of("c", "d"));
        assertThat(JsonMail.attachments(
                        json(
                                "[{'n': 'a', 't': 'x/y', 's': 12}, {'n': 'b', 'c': '!', 's': '7'}, {'d': 'YWI=', 's': 9}, 1]"),
                        members))
                .extracting("name", "contentType", "size")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "x/y", 12L),
                        org.assertj.core.groups.Tuple.tuple("b", "application/octet-stream", 0L),
                        org.assertj.core.groups.Tuple.tuple("", "application/octet-stream", 2L));
    }

    @Test
    void names_of_a_form_are_paths() {
        String form = "a=1&b%5Bc%5D=2&b%5Bd%5D%5B0%5D=3&b%5Bd%5D%5B1%5D=4&a%5Bx%5D=5&b%5Bc%5D=6&c%5Bd=7&%5Bx%5D=8";
        RawHook hook = new RawHook(
                "POST",
                "/",
                Map.of("content-type", List.of("application/x-www-form-urlencoded")),
                form.getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
        assertThat(BracketForm.tree(hook.form()))
                .isEqualTo(json("{'a': '1', 'b': {'c': '2', 'd': {'0': '3', '1': '4'}}, 'c[d': '7', '[x]': '8'}"));
    }

    private static JsonNode json(String text) {
        return Objects.requireNonNull(JsonBody.tree(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
