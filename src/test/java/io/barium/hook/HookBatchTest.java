package io.barium.hook;

import static io.barium.hook.HookServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Journalled;
import io.barium.LogLines;
import io.barium.hook.HookServer.Answer;
import io.barium.intake.Entry;
import io.barium.intake.Journal;
import io.barium.model.Sms;
import io.barium.provider.kit.Sha256;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several contacts in one request. */
class HookBatchTest {
    /** What each row is given as its raw bytes instead of its own, as long as there is something. */
    private final AtomicReference<byte @Nullable []> everywhere = new AtomicReference<>();

    private final HookServer hooks = new HookServer(HookServer.CAP, this::giving);
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        hooks.close();
    }

    private Journal giving(Journal journal) {
        return entry -> {
            byte[] raw = everywhere.get();
            return journal.append(
                    raw == null
                            ? entry
                            : Entry.of(
                                    entry.source(),
                                    entry.provider(),
                                    entry.receivedAt(),
                                    Objects.requireNonNull(entry.contact()),
                                    entry.transport(),
                                    raw));
        };
    }

    @Test
    void the_request_stands_once_and_each_further_contact_has_its_part() {
        JsonArray mails = new JsonArray();
        for (int i = 0; i < 20; i++) {
            mails.add(mail("c" + i, "x".repeat(20_000) + i));
        }
        byte[] form = form(mails);
        assertThat(mandrill(mails).status()).isEqualTo(200);
        List<Journalled> rows = hooks.rows();
        assertThat(rows).hasSize(20);
        assertThat(rows.get(0).raw()).isEqualTo(form);
        assertThat(rows.get(0).transport().containsKey("request")).isFalse();
        for (int i = 1; i < 20; i++) {
            assertThat(new String(rows.get(i).raw(), StandardCharsets.UTF_8))
                    .isEqualTo(mails.getJsonObject(i).encode());
            JsonObject request = rows.get(i).transport().getJsonObject("request");
            assertThat(request.getString("event")).isEqualTo(rows.get(0).eventId());
            assertThat(request.getString("sha256")).isEqualTo(Sha256.hex(form));
        }
        assertThat(rows.stream().mapToInt(r -> r.raw().length).sum()).isLessThan(2 * form.length);
    }

    @Test
    void what_comes_again_is_known_packed_as_before_or_anew() {
        JsonArray first = new JsonArray().add(mail("a", "1")).add(mail("b", "2"));
        assertThat(mandrill(first).status()).isEqualTo(200);
        assertThat(mandrill(first).status()).isEqualTo(200);
        JsonArray anew = new JsonArray().add(mail("b", "2")).add(mail("c", "3")).add(mail("a", "1"));
        assertThat(mandrill(anew).status()).isEqualTo(200);
        assertThat(hooks.rows()).hasSize(3);
        assertThat(hooks.counted("mc", "ACCEPTED")).isEqualTo(3);
        assertThat(new String(hooks.rows().get(2).raw(), StandardCharsets.UTF_8))
                .isEqualTo(mail("c", "3").encode());
    }

    @Test
    void what_was_stored_with_the_whole_request_for_each_contact_is_known() {
        JsonArray mails = new JsonArray().add(mail("a", "1")).add(mail("b", "2"));
        everywhere.set(form(mails));
        assertThat(mandrill(mails).status()).isEqualTo(200);
        everywhere.set(null);
        assertThat(mandrill(mails).status()).isEqualTo(200);
        assertThat(hooks.rows()).hasSize(2);
        assertThat(hooks.counted("mc", "ACCEPTED")).isEqualTo(2);
    }

    @Test
    void two_contents_under_one_event_id_contradict_each_other_within_a_batch_and_over_two() {
        assertThat(bandwidth("[" + sms("1", "one") + "," + sms("2", "two") + "]")
                        .status())
                .isEqualTo(200);
        assertThat(bandwidth("[" + sms("1", "one") + "," + sms("2", "other") + "]")
                        .status())
                .isEqualTo(200);
        assertThat(hooks.counted("bw", "REPLAYED")).isEqualTo(1);
        assertThat(bandwidth("[" + sms("3", "x") + "," + sms("4", "one") + "," + sms("4", "other") + "]")
                        .status())
                .isEqualTo(200);
        assertThat(hooks.counted("bw", "REPLAYED")).isEqualTo(2);
        assertThat(hooks.rows()).extracting(r -> r.contact(Sms.class).text()).containsExactly("one", "two", "x", "one");
    }

    @Test
    void a_damaged_part_is_kept_and_told_beside_the_others() {
        String body = "[" + sms("1", "one") + ",{\"type\":\"message-received\",\"message\":{\"id\":\"2\"}},"
                + sms("3", "three") + ",{}]";
        for (int i = 0; i < 2; i++) {
            assertThat(bandwidth(body).status()).isEqualTo(200);
        }
        List<Journalled> rows = hooks.rows();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(1).contact(Sms.class).text()).isEqualTo("three");
        assertThat(rows.subList(2, 4))
                .extracting(Journalled::unreadable)
                .satisfiesExactly(
                        why -> assertThat(why).startsWith("[1].message.owner:"),
                        why -> assertThat(why).startsWith("[3].type:"));
        assertThat(rows.get(2).raw()).isEqualTo(utf8("{\"type\":\"message-received\",\"message\":{\"id\":\"2\"}}"));
        assertThat(hooks.counted("bw", "UNREADABLE")).isEqualTo(2);
        assertThat(log.lines())
                .anyMatch(l -> l.startsWith("ERROR")
                        && l.contains("source=bw outcome=UNREADABLE")
                        && l.contains("2 of its parts cannot be read, the first because of [1].message.owner:"));
    }

    private Answer bandwidth(String body) {
        return hooks.request(
                "POST /hooks/bw",
                utf8(body),
                "Content-Type: application/json",
                "Authorization: Basic " + Base64.getEncoder().encodeToString(utf8("user:password")));
    }

    private Answer mandrill(JsonArray events) {
        return hooks.request(
                "POST /hooks/mc",
                form(events),
                "Content-Type: application/x-www-form-urlencoded",
                Signed.mandrill("https://hooks.example/hooks/mc", "mandrill_events", events.encode()));
    }

    private static byte[] form(JsonArray events) {
        return utf8(Signed.form("mandrill_events", events.encode()));
    }

    private static JsonObject mail(String to, String text) {
        return new JsonObject()
                .put("event", "inbound")
                .put(
                        "msg",
                        new JsonObject()
                                .put("email", to + "@ours.example")
                                .put("raw_msg", "From: x@phish.example\r\n\r\n" + text));
    }

    private static String sms(String id, String text) {
        return "{\"type\":\"message-received\",\"message\":{\"id\":\"" + id
                + "\",\"owner\":\"+12125550199\",\"from\":\"+12125550123\",\"text\":\"" + text + "\"}}";
    }
}
