package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.view.Leak;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdditionsTest {
    private final ApiServer api = new ApiServer();
    private final Leak leak = new Leak(api.pool);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void additions_are_followed_by_their_cursor() throws Exception {
        JsonObject call = ApiServer.json(api.send("GET", "/contacts/" + leak.call, ApiServer.KEY));
        assertThat(call.getLong("additionCount")).isEqualTo(2);
        assertThat(call.getString("additionsNext")).isNull();
        JsonObject first = page(leak.call, "?limit=1", 200);
        assertThat(first.getJsonArray("items").getJsonObject(0).getLong("id")).isEqualTo(leak.status);
        JsonObject second = page(leak.call, "?limit=1&after=" + first.getString("next"), 200);
        assertThat(second.getJsonArray("items").getJsonObject(0).getLong("id")).isEqualTo(leak.transcription);
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void an_addition_has_none_and_faults_are_named() throws Exception {
        assertThat(page(leak.transcription, "", 200).getJsonArray("items")).isEmpty();
        assertThat(page(424242, "", 404).getString("detail")).contains("contact");
        assertThat(page(leak.call, "?limit=0", 400).getString("detail")).contains("limit");
    }

    private JsonObject page(long id, String query, int status) throws Exception {
        HttpResponse<byte[]> answer = api.send("GET", "/contacts/" + id + "/additions" + query, ApiServer.KEY);
        assertThat(answer.statusCode()).isEqualTo(status);
        api.validate("listAdditions", answer);
        return ApiServer.json(answer);
    }
}
