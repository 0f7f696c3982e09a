package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Sms;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import org.junit.jupiter.api.Test;

class InfobipTest {
    private final Infobip infobip = new Infobip();
    private final Source source = Hooks.source("infobip", null, null, "user:password");

    @Test
    void what_is_missing_is_named_with_its_place_in_the_list() {
        assertMalformed("{\"results\":[{\"receivedAt\":\"x\"}]}", "results[0].messageId:");
        assertMalformed("{\"results\":[{\"messageId\":\"1\",\"status\":{}},{\"messageId\":\"2\"}]}", "results[1].to:");
        assertMalformed("{\"type\":\"CALL_RECEIVED\"}", "callId:");
        assertMalformed("{\"type\":\"CALL_RECEIVED\",\"callId\":\"1\"}", "properties.call.to:");
        assertMalformed("{}", "results, type:");
    }

    @Test
    void short_codes_and_names_stay_as_they_are() throws Exception {
        String json = "{\"results\":[{\"messageId\":\"1\",\"from\":\"ACME\",\"to\":\"70700\",\"text\":\"hi\"}]}";
        Sms sms = Hooks.only(infobip.read(hook(json), source), Sms.class);
        assertThat(sms.from()).isEqualTo("ACME");
        assertThat(sms.to()).isEqualTo("70700");
    }

    private void assertMalformed(String json, String start) {
        assertThatThrownBy(() -> infobip.read(hook(json), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith(start);
    }

    private static RawHook hook(String json) {
        return Hooks.post("application/json", Hooks.utf8(json));
    }
}
