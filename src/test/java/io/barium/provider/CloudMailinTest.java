package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import org.junit.jupiter.api.Test;

class CloudMailinTest {
    private static final String ENVELOPE =
            "\"envelope\": {\"to\": \"a@ours.example\", \"from\": \"p@phish.example\", \"remote_ip\": \"%s\"}";

    private final CloudMailin cloudMailin = new CloudMailin();
    private final Source source = Hooks.source("cloudmailin", null, null, "user:password");

    @Test
    void no_outcome_bounces_a_mail() {
        for (Outcome outcome : Outcome.values()) {
            int status = cloudMailin
                    .reply(outcome, Hooks.post("application/json", new byte[0]), source)
                    .status();
            assertThat(status / 100).as(outcome.name()).isIn(2, 5);
        }
    }

    @Test
    void a_mail_that_the_sender_tries_again_is_the_same_event() throws Exception {
        String first = event("192.0.2.1", "x", "[\"by a\"]").eventId();
        assertThat(event("192.0.2.2", "x", "[\"by b\", \"by a\"]").eventId()).isEqualTo(first);
        assertThat(event("192.0.2.1", "y", "[\"by a\"]").eventId()).isNotEqualTo(first);
    }

    @Test
    void headers_are_read_in_either_spelling() throws Exception {
        for (String name : new String[] {"message_id", "Message-ID", "message-id"}) {
            assertThat(read("{\"headers\": {\"" + name + "\": \"<1@phish.example>\"}, "
                                    + ENVELOPE.formatted("192.0.2.1") + "}")
                            .messageId())
                    .isEqualTo("1@phish.example");
        }
    }

    @Test
    void authentication_results_without_their_order_are_not_believed() throws Exception {
        String mail = "{\"headers\": {\"authentication_results\": [\"mx.ours.example; spf=pass\"]}, "
                + ENVELOPE.formatted("192.0.2.1") + "}";
        assertThat(read(mail).authentication().spf()).isEqualTo(AuthResult.NONE);
    }

    private Mail event(String ip, String text, String received) throws Exception {
        return read("{\"headers\": {\"message_id\": \"<1@phish.example>\", \"received\": " + received
                + "}, \"plain\": \"" + text + "\", " + ENVELOPE.formatted(ip) + "}");
    }

    private Mail read(String json) throws Exception {
        return Hooks.only(cloudMailin.read(Hooks.post("application/json", Hooks.utf8(json)), source), Mail.class);
    }
}
