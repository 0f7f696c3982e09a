package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.TestClock;
import io.barium.view.Fixtures;
import io.barium.view.Leak;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnlockTest {
    private final TestClock clock = new TestClock(Fixtures.NOW);
    private final AtomicBoolean allowed = new AtomicBoolean(true);
    private final ApiServer api = new ApiServer(clock, (caseId, origin) -> Future.succeededFuture(allowed.get()));
    private final Leak leak = new Leak(api.pool);
    private String agent = "";

    @BeforeEach
    void record() throws Exception {
        for (String person : List.of("anna", "bert", "carl")) {
            leak.rows.run(
                    "insert into api_key (sha256, name, created_at) values ($1, $2, $3)",
                    io.vertx.sqlclient.Tuple.of(
                            Buffer.buffer(Fixtures.sha256(key(person).getBytes(StandardCharsets.UTF_8))),
                            person,
                            Fixtures.NOW.atOffset(ZoneOffset.UTC)));
        }
        api.post(
                "/exposures",
                "application/json",
                "[{\"at\":\"2026-11-20T10:01:00Z\",\"row\":\"4711\",\"agent\":\"u17\",\"agentName\":\"Zoe Quill\","
                        + "\"queue\":\"billing\"}]");
        agent = leak.rows
                .rows("select key from origin where kind = 'AGENT'")
                .get(0)
                .getString("key");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_name_takes_two_people_and_a_reason_and_every_step_is_recorded() throws Exception {
        HttpResponse<byte[]> requested = request("anna", "ticket 17");
        assertThat(requested.statusCode()).isEqualTo(200);
        api.validate("requestUnlock", requested);
        assertThat(name("anna").statusCode()).isEqualTo(403);
        assertThat(approve("anna").statusCode()).as("not oneself").isEqualTo(403);
        HttpResponse<byte[]> approved = approve("bert");
        api.validate("approveUnlock", approved);
        assertThat(ApiServer.json(approved).getString("approvedBy")).isEqualTo("bert");
        for (String one : List.of("anna", "bert")) {
            HttpResponse<byte[]> shown = name(one);
            api.validate("getAgentName", shown);
            JsonObject who = ApiServer.json(shown);
            assertThat(who.getString("name")).isEqualTo("Zoe Quill");
            assertThat(who.getString("agent")).isEqualTo("u17");
            assertThat(who.getJsonObject("unlock").getString("reason")).isEqualTo("ticket 17");
        }
        String object = " case/" + leak.caseId + "/" + agent;
        assertThat(
                        leak
                                .rows
                                .rows("select who || ' ' || action || ' ' || object as said from audit order by id")
                                .stream()
                                .map(r -> r.getString("said")))
                .containsExactly(
                        "key:anna unlock-request" + object,
                        "key:anna unlock-name-refused" + object,
                        "key:anna unlock-approve-refused" + object,
                        "key:bert unlock-approve" + object,
                        "key:anna unlock-name" + object,
                        "key:bert unlock-name" + object);
    }

    @Test
    void who_is_not_on_the_list_can_do_nothing_of_it() throws Exception {
        HttpResponse<byte[]> refused = request("carl", "curious");
        assertThat(refused.statusCode()).isEqualTo(403);
        api.validate("requestUnlock", refused);
        assertThat(ApiServer.json(refused).getString("detail")).contains("unlock.people");
        request("anna", "ticket 17");
        assertThat(approve("carl").statusCode()).isEqualTo(403);
        approve("bert");
        assertThat(name("carl").statusCode()).isEqualTo(403);
        assertThat(api.send("GET", path("name?case=" + leak.caseId), ApiServer.KEY)
                        .statusCode())
                .as("the administrator's key")
                .isEqualTo(403);
    }

    @Test
    void a_reason_a_case_and_an_agent_are_needed() throws Exception {
        assertThat(act("anna", "unlock/request?case=" + leak.caseId).statusCode())
                .isEqualTo(400);
        assertThat(act("anna", "unlock/request?reason=x").statusCode()).isEqualTo(400);
        assertThat(act("anna", "unlock/request?reason=x&case=999").statusCode()).isEqualTo(404);
        String url = "/origins/agent:0000000000000000/unlock/request?reason=x&case=" + leak.caseId;
        assertThat(api.send("POST", url, key("anna")).statusCode()).isEqualTo(404);
        url = "/origins/queue:billing/unlock/request?reason=x&case=" + leak.caseId;
        assertThat(api.send("POST", url, key("anna")).statusCode()).isEqualTo(404);
    }

    @Test
    void a_request_that_nobody_approves_is_gone_after_a_day_and_so_is_the_name() throws Exception {
        request("anna", "first");
        clock.advance(Duration.ofHours(24));
        assertThat(approve("bert").statusCode()).isEqualTo(409);
        request("bert", "second");
        clock.advance(Duration.ofHours(23));
        assertThat(ApiServer.json(approve("anna")).getString("reason")).isEqualTo("second");
        clock.advance(Duration.ofHours(23));
        assertThat(name("bert").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofHours(1));
        assertThat(name("bert").statusCode()).isEqualTo(403);
        assertThat(approve("anna").statusCode()).isEqualTo(409);
    }

    @Test
    void nothing_is_shown_where_the_verdict_does_not_allow_it_or_no_longer() throws Exception {
        allowed.set(false);
        HttpResponse<byte[]> refused = request("anna", "ticket 17");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ApiServer.json(refused).getString("detail")).contains("verdict");
        allowed.set(true);
        request("anna", "ticket 17");
        allowed.set(false);
        assertThat(approve("bert").statusCode()).isEqualTo(409);
        allowed.set(true);
        approve("bert");
        assertThat(name("anna").statusCode()).isEqualTo(200);
        allowed.set(false);
        assertThat(name("anna").statusCode()).isEqualTo(409);
    }

    @Test
    void asking_twice_is_asking_once_and_the_second_person_is_told_to_approve() throws Exception {
        JsonObject once = ApiServer.json(request("anna", "ticket 17"));
        assertThat(ApiServer.json(request("anna", "again"))).isEqualTo(once);
        HttpResponse<byte[]> other = request("bert", "me too");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(ApiServer.json(other).getString("detail")).contains("anna").contains("approve");
    }

    private HttpResponse<byte[]> request(String who, String reason) throws Exception {
        return act(who, "unlock/request?case=" + leak.caseId + "&reason=" + reason.replace(' ', '+'));
    }

    private HttpResponse<byte[]> approve(String who) throws Exception {
        return act(who, "unlock/approve?case=" + leak.caseId);
    }

    private HttpResponse<byte[]> name(String who) throws Exception {
        return api.send("GET", path("name?case=" + leak.caseId), key(who));
    }

    private HttpResponse<byte[]> act(String who, String what) throws Exception {
        return api.send("POST", path(what), key(who));
    }

    private String path(String what) {
        return "/origins/" + agent + "/" + what;
    }

    private static String key(String who) {
        return "the-key-of-" + who;
    }
}
