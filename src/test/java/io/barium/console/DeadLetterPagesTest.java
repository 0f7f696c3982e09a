package io.barium.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.outbox.Message;
import io.barium.outbox.Outbox;
import io.barium.view.Fixtures;
import io.barium.view.Leak;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterPagesTest {
    @Test
    void dead_letters_are_listed_escaped_and_sent_again_by_a_form_of_this_console_alone() throws Exception {
        try (ConsoleUnderTest console = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            JsonObject payload = new JsonObject().put("subject", "[Barium] " + Leak.SCRIPT);
            Message message = Message.about("case:1", 1, "mail", payload);
            Outbox.add(console.pool, List.of(message), Fixtures.NOW).await();
            console.pool
                    .preparedQuery("update outbox set state = 'DEAD', settled_at = created_at, last_error = $1")
                    .execute(Tuple.of("550 " + Leak.SCRIPT + Leak.OVERRIDE))
                    .await();
            HttpClient client = console.signedIn();
            assertThat(console.get(client, "/console/").body()).contains("href=\"/console/dead-letters\"");
            String page = console.get(client, "/console/dead-letters").body();
            assertThat(page)
                    .contains("&lt;script&gt;", "[U+202E]", message.id().toString())
                    .doesNotContain("<script", Leak.OVERRIDE);

            String resend = "/console/dead-letters/" + message.id() + "/resend";
            assertThat(console.post(client, resend, Map.of("token", "guess")).statusCode())
                    .isEqualTo(403);
            assertThat(console.leak.rows.rows("select * from outbox where state = 'DEAD'"))
                    .hasSize(1);
            HttpResponse<String> sent = console.post(client, resend, Map.of("token", ConsoleUnderTest.token(page)));
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(console.leak.rows.rows("select * from outbox where state = 'PENDING'"))
                    .hasSize(1);
            assertThat(console.leak.rows.rows("select * from audit where who = 'admin' and action = 'resend'"))
                    .hasSize(1);
            assertThat(console.get(client, "/console/dead-letters").body()).contains("No alert was given up.");
            String unknown = "/console/dead-letters/" + UUID.randomUUID() + "/resend";
            assertThat(console.post(client, unknown, Map.of("token", ConsoleUnderTest.token(page)))
                            .statusCode())
                    .isEqualTo(404);
        }
    }
}
