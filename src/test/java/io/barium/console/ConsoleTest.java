package io.barium.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.CallStage;
import io.barium.model.Standing;
import io.barium.view.Fixtures;
import io.barium.view.Leak;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static ConsoleUnderTest console;

    @BeforeAll
    static void start() {
        console = new ConsoleUnderTest(new ConsoleOptions("https://barium.example", false));
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void nobody_sees_a_page_without_login() throws Exception {
        for (String path :
                List.of("/console", "/console/", "/console/cases", "/console/contacts/1/raw", "/console/x")) {
            HttpResponse<String> answer = console.get(ConsoleUnderTest.client(), path);
            assertThat(answer.statusCode()).as(path).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).hasValue("/console/login");
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .as("no session for strangers")
                    .isEmpty();
        }
        HttpResponse<String> root = console.get(ConsoleUnderTest.client(), "/");
        assertThat(root.headers().firstValue("Location")).hasValue("/console/");
        assertThat(console.get(ConsoleUnderTest.client(), "/elsewhere").body()).isEqualTo("still here");
    }

    @Test
    void login_gives_a_session_cookie_that_only_the_server_reads() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> form = console.get(client, "/console/login");
        String set = form.headers().firstValue("Set-Cookie").orElseThrow();
        String cookie = set.substring(0, set.indexOf(';'));
        String body = "token=" + ConsoleUnderTest.token(form.body()) + "&username=admin&password=" + console.password;
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(console.base + "/console/login"))
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(c -> c.startsWith("barium="))
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c).contains("HTTPOnly", "SameSite=Strict", "Secure", "Path=/console"));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_told_alike_and_many_are_stopped() throws Exception {
        try (ConsoleUnderTest other = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            HttpClient client = ConsoleUnderTest.client();
            String token =
                    ConsoleUnderTest.token(other.get(client, "/console/login").body());
            for (String user : List.of("nobody", "admin", "a\u0000b", "' or 1=1 --")) {
                HttpResponse<String> answer = other.post(
                        client, "/console/login", Map.of("token", token, "username", user, "password", "wrong"));
                assertThat(answer.statusCode()).as(user).isEqualTo(401);
                assertThat(answer.body()).contains("User name or password is wrong.");
            }
            Map<String, String> wrong = Map.of("token", token, "username", "admin", "password", "wrong");
            for (int i = 1; i < LoginAttempts.PER_USER; i++) {
                assertThat(other.post(client, "/console/login", wrong).statusCode())
                        .isEqualTo(401);
            }
            Map<String, String> right = Map.of("token", token, "username", "admin", "password", other.password);
            assertThat(other.post(client, "/console/login", right).statusCode())
                    .as("even the right password has to wait")
                    .isEqualTo(429);
        }
    }

    @Test
    void forms_without_their_token_are_refused() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            HttpClient client = plain.signedIn();
            for (Map<String, String> form : List.of(Map.of("x", "y"), Map.of("token", "guess"))) {
                HttpResponse<String> logout = plain.post(client, "/console/logout", form);
                assertThat(logout.statusCode()).isEqualTo(403);
                assertThat(logout.body())
                        .contains("The form was not sent from this console")
                        .doesNotContain("\tat ");
            }
        }
        HttpResponse<String> login = console.post(
                ConsoleUnderTest.client(),
                "/console/login",
                Map.of("token", "x".repeat(40), "username", "admin", "password", console.password));
        assertThat(login.statusCode()).isEqualTo(403);
    }

    @Test
    void logout_ends_the_session() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            HttpClient client = plain.signedIn();
            String token = ConsoleUnderTest.token(plain.get(client, "/console/").body());
            assertThat(plain.post(client, "/console/logout", Map.of("token", token))
                            .statusCode())
                    .isEqualTo(303);
            assertThat(plain.get(client, "/console/cases").statusCode()).isEqualTo(303);
        }
    }

    @Test
    void every_page_forbids_what_browsers_need_not_do() throws Exception {
        HttpResponse<String> page = console.get(ConsoleUnderTest.client(), "/console/login");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body()).doesNotContain("<style", "<script", "style=", "http://", "https://");
    }

    @Test
    void stylesheets_are_kept_by_the_browser_for_good() throws Exception {
        String page = console.get(ConsoleUnderTest.client(), "/console/login").body();
        Matcher asset = Pattern.compile("href=\"(/console/assets/[^\"]+)\"").matcher(page);
        int found = 0;
        while (asset.find()) {
            HttpResponse<String> answer = console.get(ConsoleUnderTest.client(), asset.group(1));
            assertThat(answer.statusCode()).as(asset.group(1)).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            found++;
        }
        assertThat(found).isEqualTo(3);
        assertThat(console.get(ConsoleUnderTest.client(), "/console/assets/../../etc/passwd")
                        .statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void a_body_that_no_form_has_is_refused() throws Exception {
        HttpResponse<String> answer =
                console.post(ConsoleUnderTest.client(), "/console/login", Map.of("username", "x".repeat(20_000)));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void attacker_text_is_escaped_and_made_visible_and_our_identifiers_are_masked_in_lists() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, true))) {
            HttpClient client = plain.signedIn();
            for (String path : List.of(
                    "/console/contacts?standing=CREDIBLE",
                    "/console/cases/" + plain.leak.caseId,
                    "/console/canaries")) {
                String body = plain.get(client, path).body();
                assertThat(body)
                        .as(path)
                        .doesNotContain("<script", Leak.OVERRIDE, "<b>Help")
                        .doesNotContain(
                                Leak.PLANTED_MAIL, Leak.PLANTED_PHONE, Leak.PLANTED_TICKET, "2041877", "204 1877");
            }
            String mail =
                    plain.get(client, "/console/contacts/" + plain.leak.mail).body();
            assertThat(mail)
                    .contains("&lt;script&gt;", "[U+202E]", "[U+0007]", Leak.PLANTED_MAIL)
                    .doesNotContain("<script", "<img src=x", Leak.OVERRIDE);
            assertThat(plain.leak.rows.rows("select * from audit where who = 'admin' and action = 'view'"))
                    .hasSize(1);
            String alert =
                    plain.get(client, "/console/mailbox/" + plain.leak.demoMail).body();
            assertThat(alert).contains("\u2014 &lt;script&gt;").doesNotContain("never shown");
            HttpResponse<String> raw = plain.get(client, "/console/contacts/" + plain.leak.mail + "/raw");
            assertThat(raw.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(raw.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment");
        }
    }

    @Test
    void a_part_of_a_request_says_where_the_whole_is() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            JsonObject transport = new JsonObject().put("request", new JsonObject().put("event", "b<1>:0"));
            long part = plain.leak.rows.journal(null, "b:1", "{}".getBytes(StandardCharsets.UTF_8), transport);
            HttpClient client = plain.signedIn();
            assertThat(plain.get(client, "/console/contacts/" + part).body())
                    .contains("The whole request is with event <bdi class=\"id\">b&lt;1&gt;:0</bdi>");
            assertThat(plain.get(client, "/console/contacts/" + plain.leak.mail).body())
                    .doesNotContain("whole request");
        }
    }

    @Test
    void what_was_verified_and_what_a_mail_claims_of_itself_stand_apart() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            String mail = plain.get(plain.signedIn(), "/console/contacts/" + plain.leak.mail)
                    .body();
            assertThat(mail)
                    .contains("<span class=\"badge bad\">ARC</span> <bdi>fail</bdi>")
                    .contains("<dt>Taken for spam</dt><dd><bdi>yes</bdi>")
                    .contains("<dt>ARC, as the mail itself says, verified by nobody</dt><dd><bdi>2 sets, sealed by"
                            + " lists.example, bulk.example; the newest says cv=pass</bdi>")
                    .contains("<dt>Link that shows another address</dt><dd><bdi>www.bank.example \u2192"
                            + " https://pay.bulk.example/now</bdi>");
        }
    }

    @Test
    void of_many_additions_some_are_shown_all_are_counted_and_the_others_are_a_page_away() throws Exception {
        try (ConsoleUnderTest busy = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            Long last = null;
            for (int i = 0; i < 1_200; i++) {
                last = busy.leak.rows.journal(Fixtures.call(
                        "more" + i, "CA1", CallStage.STATUS, Leak.PLANTED_PHONE, null, "part " + i + "."));
                busy.leak.rows.sighting(last, busy.leak.call, Standing.CREDIBLE, busy.leak.caseId);
            }
            HttpClient client = busy.signedIn();
            assertThat(busy.get(client, "/console/contacts").body()).contains("1,202 more to this contact");
            assertThat(busy.get(client, "/console/cases/" + busy.leak.caseId).body())
                    .contains("and 1,182 more")
                    .contains("part 17.")
                    .doesNotContain("part 18.");
            String path = "/console/contacts/" + busy.leak.call;
            String first = busy.get(client, path).body();
            assertThat(first).contains("1,202 in all").contains("part 17.").doesNotContain("part 18.");
            Matcher next = Pattern.compile(path + "(\\?after=\\d+)").matcher(first);
            assertThat(next.find()).isTrue();
            assertThat(busy.get(client, path + next.group(1)).body())
                    .contains("part 18.")
                    .doesNotContain("part 17.");
            assertThat(busy.get(client, path + "?after=" + (last - 1)).body())
                    .contains("part 1199.")
                    .doesNotContain("?after=");
        }
    }

    @Test
    void what_is_not_there_is_said_on_a_page() throws Exception {
        try (ConsoleUnderTest plain = new ConsoleUnderTest(new ConsoleOptions(null, false))) {
            HttpClient client = plain.signedIn();
            for (String path : List.of(
                    "/console/nothing",
                    "/console/cases/999999",
                    "/console/contacts/abc",
                    "/console/mailbox",
                    "/console/contacts?standing=NONE",
                    "/console/canaries?after=x")) {
                HttpResponse<String> answer = plain.get(client, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).contains("Not found", "To the overview");
            }
            plain.pool.close().await();
            HttpResponse<String> broken = plain.get(client, "/console/");
            assertThat(broken.statusCode()).isEqualTo(500);
            assertThat(broken.body()).contains("correlationId=").doesNotContain("Exception", "\tat ");
        }
    }
}
