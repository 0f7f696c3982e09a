package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Contact;
import io.barium.provider.kit.MalformedHook;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkPostTest {
    private static final String RELAY = "{\"msys\": {\"relay_message\": {\"rcpt_to\": \"%s\", \"content\":"
            + " {\"email_rfc822\": \"Subject: x\\r\\n\\r\\nhello\", \"email_rfc822_is_base64\": false}}}}";

    private final SparkPost sparkPost = new SparkPost();
    private final Source source = Hooks.source("sparkpost", null, null, "token");

    @Test
    void each_message_of_a_batch_is_an_event_by_its_place() throws Exception {
        String batch = "[" + RELAY.formatted("a@ours.example") + "," + RELAY.formatted("b@ours.example") + "]";
        assertThat(read(batch, "X-MessageSystems-Batch-ID", "b1"))
                .extracting(Contact::eventId)
                .containsExactly("b1:0", "b1:1");
        assertThat(read(batch))
                .extracting(Contact::eventId)
                .doesNotHaveDuplicates()
                .allMatch(i -> i.startsWith("sha256:"));
    }

    @Test
    void a_batch_without_a_message_is_ignored_and_what_is_none_is_malformed() throws Exception {
        for (String body : new String[] {"", "[]", "{}", "[{\"msys\": {}}]", "[{\"msys\": {\"track_event\": {}}}]"}) {
            assertThat(sparkPost.read(Hooks.post("application/json", Hooks.utf8(body)), source))
                    .as(body)
                    .isInstanceOf(Reading.Ignored.class);
        }
        for (String body : new String[] {"x", "7", "[" + RELAY.formatted("") + "]", "[{"}) {
            assertThatThrownBy(() -> read(body)).as(body).isInstanceOf(MalformedHook.class);
        }
    }

    private List<Contact> read(String body, String... headers) throws Exception {
        return ((Reading.Contacts) sparkPost.read(Hooks.post("application/json", Hooks.utf8(body), headers), source))
                .contacts();
    }
}
