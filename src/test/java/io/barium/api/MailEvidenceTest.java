package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.view.Leak;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailEvidenceTest {
    private final ApiServer api = new ApiServer();
    private final Leak leak = new Leak(api.pool);

    @AfterEach
    void stop() {
        api.close();
    }

    private JsonObject mail() throws Exception {
        HttpResponse<byte[]> answer = api.send("GET", "/contacts/" + leak.mail, ApiServer.KEY);
        api.validate("getContact", answer);
        return ApiServer.json(answer);
    }

    @Test
    void what_was_verified_what_is_claimed_and_what_is_disguised_stand_apart() throws Exception {
        JsonObject mail = mail();
        assertThat(mail.getJsonObject("authentication").getMap())
                .containsEntry("arc", "FAIL")
                .containsEntry("spam", true)
                .containsEntry("spamScore", 4.5);
        assertThat(mail.getJsonObject("arcClaim"))
                .isEqualTo(new JsonObject()
                        .put("sets", 2)
                        .put("sealers", JsonArray.of("lists.example", "bulk.example"))
                        .put("chain", "PASS"));
        assertThat(mail.getJsonArray("disguisedLinks"))
                .containsExactly(new JsonObject()
                        .put("shown", "www.bank.example")
                        .put("target", "https://pay.bulk.example/now"));
    }

    @Test
    void what_an_earlier_version_journalled_has_none_of_it() throws Exception {
        api.pool.query("""
                        alter table journal disable trigger user;
                        update journal set contact = (contact::jsonb - 'arcClaim' #- '{quotes,disguised}'
                            #- '{authentication,arc}' #- '{authentication,spam}')::json where contact is not null;
                        """).execute().await();
        JsonObject mail = mail();
        assertThat(mail.getJsonArray("disguisedLinks")).isEmpty();
        assertThat(mail.containsKey("arcClaim")).isTrue();
        assertThat(mail.getJsonObject("arcClaim")).isNull();
        assertThat(mail.getJsonObject("authentication").getString("arc")).isEqualTo("NONE");
        assertThat(mail.getJsonArray("links")).containsExactly("https://pay.bulk.example/now");
    }
}
