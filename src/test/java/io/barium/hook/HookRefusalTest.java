package io.barium.hook;

import static io.barium.hook.HookServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.LogLines;
import io.barium.Wire;
import io.barium.hook.HookServer.Answer;
import io.barium.model.Call;
import io.barium.model.Mail;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HookRefusalTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final Map<String, String> CALL =
            Map.of("CallSid", "CA0001", "From", "+14155550100", "To", "+14155550199", "CallStatus", "ringing");

    private final HookServer hooks = new HookServer();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        hooks.close();
    }

    @Test
    void a_source_that_nobody_configured_is_404_and_its_name_is_not_reflected() {
        for (String name :
                new String[] {"nobody", "%3Cscript%3E", "x%0d%0aSet-Cookie:%20a=b", "%2e%2e%2fmg", "a%2Fb"}) {
            Answer answer = hooks.request("POST /hooks/" + name, utf8("x=1"), FORM);
            assertThat(answer.status()).as(name).isEqualTo(404);
            assertThat(answer.toString()).doesNotContainIgnoringCase("script").doesNotContain("Set-Cookie", "a=b");
        }
        assertThat(hooks.request("POST /hooks/%zz", new byte[0]).status()).isBetween(400, 404);
        assertThat(log.lines()).noneMatch(l -> l.contains("script") || l.contains("Set-Cookie"));
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void probes_are_answered_200_and_not_journalled() {
        for (String source : new String[] {"mg", "tw", "any"}) {
            assertThat(hooks.request("GET /hooks/" + source, new byte[0]).status())
                    .isEqualTo(200);
            try (Wire wire = new Wire(hooks.port)) {
                wire.send(HookServer.head("HEAD /hooks/" + source, "Connection: close"));
                assertThat(wire.line()).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(hooks.rows()).isEmpty();
    }

    @Test
    void an_event_by_get_of_a_provider_that_posts_is_refused_counted_and_told_to_the_log() {
        Answer answer = hooks.request("GET /hooks/mg?recipient=ann%40ours.example", new byte[0]);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("POST");
        assertThat(hooks.counted("mg", "NOT_ALLOWED")).isEqualTo(1);
        assertThat(log.lines()).anyMatch(l -> l.startsWith("WARN") && l.contains("source=mg outcome=NOT_ALLOWED"));
        assertThat(log.lines()).noneMatch(l -> l.contains("ann"));
        // CloudMailin tells the sender of a mail when it is answered with a 4xx.
        assertThat(hooks.request("GET /hooks/cm?a=b", new byte[0]).status()).isEqualTo(503);
        assertThat(hooks.counted("cm", "NOT_ALLOWED")).isEqualTo(1);
        assertThat(hooks.request("GET /hooks/mg?", new byte[0]).status()).isEqualTo(200);
        assertThat(hooks.rows()).isEmpty();
    }

    @Test
    void other_methods_are_405_and_told_which_are_allowed() {
        for (String method : new String[] {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"}) {
            Answer answer = hooks.request(method + " /hooks/any", utf8("{}"), HookServer.bearerHeaders("text/plain"));
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.header("allow")).contains("POST");
        }
        assertThat(hooks.rows()).isEmpty();
    }

    @Test
    void what_is_not_the_providers_gets_the_providers_status_and_is_not_journalled() {
        String wrong =
                "recipient=ann%40ours.example&timestamp=" + Signed.seconds(HookServer.NOW) + "&token=t&signature=";
        assertThat(hooks.mailgun(utf8(wrong + "00".repeat(32))).status()).isEqualTo(401);
        assertThat(hooks.mailgun(utf8("recipient=ann%40ours.example")).status()).isEqualTo(401);
        assertThat(hooks.mailgun(new byte[0]).status()).isEqualTo(401);

        byte[] call = Signed.body(CALL);
        String signature = Signed.twilio("https://hooks.example/hooks/tw", CALL);
        assertThat(hooks.request("POST /hooks/tw", call, FORM).status()).isEqualTo(403);
        assertThat(hooks.request("POST /hooks/tw", call, FORM, "X-Twilio-Signature: AAAA")
                        .status())
                .isEqualTo(403);
        assertThat(hooks.request("POST /hooks/tw?a=b", call, FORM, signature).status())
                .isEqualTo(403);
        assertThat(hooks.request("GET /hooks/tw?CallSid=CA1", new byte[0]).status())
                .isEqualTo(403);

        Answer answer = hooks.request("POST /hooks/any", utf8("{}"), "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).isNotEmpty();
        assertThat(hooks.request("POST /hooks/any", utf8("{}"), "Authorization: Bearer wrong")
                        .status())
                .isEqualTo(401);
        assertThat(hooks.rows()).isEmpty();
        assertThat(hooks.counted("mg", "FORGED")).isEqualTo(3);
    }

    @Test
    void a_source_without_secrets_is_503_and_the_log_names_the_setting() {
        assertThat(hooks.request("POST /hooks/bare-mg", Signed.mailgunMail("t", "x"), FORM)
                        .status())
                .isEqualTo(503);
        assertThat(hooks.request("POST /hooks/bare-tw", Signed.body(CALL), FORM).status())
                .isEqualTo(503);
        assertThat(hooks.request("POST /hooks/bare-any", utf8("{}"), "Content-Type: application/json")
                        .status())
                .isEqualTo(503);
        for (String id : new String[] {"bare-mg", "bare-tw", "bare-any"}) {
            assertThat(log.lines()).anyMatch(l -> l.contains("sources[id=" + id + "].secrets"));
        }
        assertThat(hooks.rows()).isEmpty();
    }

    @Test
    void a_stale_request_is_503_and_accepted_when_the_window_is_met_again() {
        hooks.clock.advance(Duration.ofHours(10));
        byte[] late = Signed.mailgunMail("t", "x");
        assertThat(hooks.mailgun(late).status()).isEqualTo(503);
        assertThat(hooks.rows()).isEmpty();
        hooks.clock.advance(Duration.ofHours(-10));
        assertThat(hooks.mailgun(late).status()).isEqualTo(200);
        assertThat(hooks.rows()).hasSize(1);
    }

    @Test
    void the_same_event_twice_is_200_twice_and_one_row() {
        byte[] mail = Signed.mailgunMail("t", "hello");
        assertThat(hooks.mailgun(mail).status()).isEqualTo(200);
        assertThat(hooks.mailgun(mail).status()).isEqualTo(200);
        assertThat(hooks.only().raw()).isEqualTo(mail);
    }

    @Test
    void another_body_under_a_used_token_is_406_and_the_first_stays() {
        assertThat(hooks.mailgun(Signed.mailgunMail("t", "first")).status()).isEqualTo(200);
        assertThat(hooks.mailgun(Signed.mailgunMail("t", "second")).status()).isEqualTo(406);
        assertThat(hooks.only().contact(Mail.class).text()).isEqualTo("first");
        assertThat(hooks.counted("mg", "REPLAYED")).isEqualTo(1);
    }

    @Test
    void one_signature_lets_one_unreadable_body_pass_and_the_readable_one_still() {
        byte[] first = utf8(Signed.mailgunStamp(HookServer.NOW, "t") + "&body-plain=no+recipient");
        byte[] other = utf8(Signed.mailgunStamp(HookServer.NOW, "t") + "&body-plain=another");
        assertThat(hooks.mailgun(first).status()).isEqualTo(200);
        assertThat(hooks.mailgun(first).status()).isEqualTo(200);
        assertThat(hooks.mailgun(other).status()).isEqualTo(406);
        assertThat(hooks.only().raw()).isEqualTo(first);
        assertThat(hooks.mailgun(Signed.mailgunMail("t", "whole")).status()).isEqualTo(200);
        assertThat(hooks.rows().get(1).contact(Mail.class).text()).isEqualTo("whole");
    }

    @Test
    void an_incoming_call_is_declined_in_twilios_language() {
        Answer answer = hooks.request(
                "POST /hooks/tw", Signed.body(CALL), FORM, Signed.twilio("https://hooks.example/hooks/tw", CALL));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/xml");
        assertThat(answer.body()).contains("<Response><Reject/></Response>");
        assertThat(hooks.only().contact(Call.class).callId()).isEqualTo("CA0001");

        Map<String, String> sms = Map.of(
                "MessageSid",
                "SM1",
                "From",
                "+14155550100",
                "To",
                "+14155550199",
                "Body",
                "<b>\u00e9\u4e2d\ud83d\ude00&");
        answer = hooks.request(
                "POST /hooks/tw", Signed.body(sms), FORM, Signed.twilio("https://hooks.example/hooks/tw", sms));
        assertThat(answer.header("content-type")).startsWith("text/xml");
        assertThat(answer.body()).contains("<Response/>");
    }

    @Test
    void neither_secrets_nor_bodies_are_logged_and_credentials_are_not_journalled() {
        String secretWords = "wire the money tomorrow";
        hooks.mailgun(Signed.mailgunMail("t1", secretWords));
        hooks.mailgun(Signed.mailgunMail("t1", secretWords + "!"));
        hooks.mailgun(utf8("recipient=x&body-plain=" + secretWords + "&timestamp=1&token=2&signature=abcd"));
        hooks.bearer("text/plain", utf8(secretWords), "X-Extra: " + secretWords, "Cookie: session=c00kie");
        hooks.request("POST /hooks/any", utf8(secretWords), "Authorization: Bearer " + HookServer.TOKEN + "x");
        assertThat(log.lines())
                .hasSizeGreaterThanOrEqualTo(4)
                .noneMatch(l -> l.contains(secretWords) || l.contains(HookServer.KEY) || l.contains(HookServer.TOKEN));
        assertThat(hooks.rows())
                .hasSize(2)
                .noneMatch(r -> r.transport().encode().contains(HookServer.TOKEN)
                        || r.transport().encode().contains("c00kie"));
    }
}
