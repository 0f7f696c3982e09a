package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.outbox.Message;
import io.barium.outbox.Outbox;
import io.barium.view.Fixtures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Instant NOW = Fixtures.NOW;
    private static final String KEY = ApiServer.KEY;
    private static final String REASON = "alerts.mail relay:25: 550 no <script>; check alerts.mail.from";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void dead_letters_are_listed_with_why_they_died_in_pages_as_described() throws Exception {
        List<UUID> dead = List.of(letter(1, "DEAD"), letter(2, "DEAD"), letter(3, "DEAD"));
        letter(4, "SENT");
        letter(5, "PENDING");
        HttpResponse<byte[]> answer = api.send("GET", "/dead-letters?limit=2", KEY);
        api.validate("listDeadLetters", answer);
        JsonObject first = ApiServer.json(answer);
        JsonArray items = first.getJsonArray("items");
        assertThat(items).hasSize(2);
        JsonObject one = items.getJsonObject(0);
        assertThat(one.getString("id")).isEqualTo(dead.get(0).toString());
        assertThat(one.getString("channel")).isEqualTo("mail");
        assertThat(one.getString("topic")).isEqualTo("case:1");
        assertThat(one.getString("subject")).isEqualTo("[Barium] 1");
        assertThat(one.getInteger("attempts")).isEqualTo(40);
        assertThat(one.getString("reason")).isEqualTo(REASON);
        assertThat(Instant.parse(one.getString("diedAt"))).isEqualTo(NOW.minusSeconds(60));
        JsonObject second =
                ApiServer.json(api.send("GET", "/dead-letters?limit=2&after=" + first.getString("next"), KEY));
        assertThat(second.getJsonArray("items").getJsonObject(0).getString("id"))
                .isEqualTo(dead.get(2).toString());
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void a_dead_letter_is_sent_again_under_its_old_id_with_the_whole_patience_of_a_new_one() throws Exception {
        UUID id = letter(1, "DEAD");
        HttpResponse<byte[]> answer = api.send("POST", "/dead-letters/" + id + "/resend", KEY);
        assertThat(answer.statusCode()).isEqualTo(202);
        api.validate("resendDeadLetter", answer);
        Row row = row(id);
        assertThat(row.getString("state")).isEqualTo("PENDING");
        assertThat(row.getInteger("attempts")).isZero();
        assertThat(row.getOffsetDateTime("due_at").toInstant()).isEqualTo(NOW);
        assertThat(row.getOffsetDateTime("trying_since").toInstant()).isEqualTo(NOW);
        assertThat(ApiServer.json(api.send("GET", "/dead-letters", KEY)).getJsonArray("items"))
                .isEmpty();
        assertThat(api.pool
                        .query("select who, action, object from audit")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .toJson()
                        .encode())
                .isEqualTo("{\"who\":\"key:configured\",\"action\":\"resend\",\"object\":\"outbox/" + id + "\"}");
    }

    @Test
    void what_is_no_dead_letter_is_not_sent_again() throws Exception {
        for (String state : List.of("SENT", "PENDING")) {
            UUID id = letter(state.length(), state);
            HttpResponse<byte[]> answer = api.send("POST", "/dead-letters/" + id + "/resend", KEY);
            assertThat(answer.statusCode()).as(state).isEqualTo(409);
            api.validate("resendDeadLetter", answer);
            assertThat(row(id).getString("state")).isEqualTo(state);
        }
        for (String id : List.of(UUID.randomUUID().toString(), "1", "x%27%20or%201=1")) {
            HttpResponse<byte[]> answer = api.send("POST", "/dead-letters/" + id + "/resend", KEY);
            assertThat(answer.statusCode()).as(id).isEqualTo(404);
            api.validate("resendDeadLetter", answer);
        }
    }

    @Test
    void sending_again_needs_a_key_and_a_post() throws Exception {
        UUID id = letter(1, "DEAD");
        assertThat(api.send("POST", "/dead-letters/" + id + "/resend", "wrong").statusCode())
                .isEqualTo(401);
        HttpResponse<byte[]> get = api.send("GET", "/dead-letters/" + id + "/resend", KEY);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
        assertThat(row(id).getString("state")).isEqualTo("DEAD");
    }

    private UUID letter(int n, String state) {
        JsonObject payload = new JsonObject().put("subject", "[Barium] " + n);
        Message message = Message.about("case:1", n, "mail", payload);
        Outbox.add(api.pool, List.of(message), NOW.minus(Duration.ofDays(4))).await();
        api.pool
                .preparedQuery("""
                update outbox set state = $2, attempts = 40, leased_until = null, settled_at = $3, last_error = $4
                where id = $1
                """)
                .execute(Tuple.of(message.id(), state, NOW.minusSeconds(60).atOffset(ZoneOffset.UTC), REASON))
                .await();
        return message.id();
    }

    private Row row(UUID id) {
        return api.pool
                .preparedQuery("select * from outbox where id = $1")
                .execute(Tuple.of(id))
                .await()
                .iterator()
                .next();
    }
}
