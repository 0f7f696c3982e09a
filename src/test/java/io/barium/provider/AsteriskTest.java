package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Call;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import org.junit.jupiter.api.Test;

class AsteriskTest {
    private final Asterisk asterisk = new Asterisk();
    private final Source source = Hooks.source("asterisk", null, null, "token");

    @Test
    void each_word_of_the_verification_is_weighed() throws Exception {
        assertThat(verification("A", "success")).isEqualTo(Verification.PASSED);
        assertThat(verification("B", "Verification%20passed")).isEqualTo(Verification.PASSED);
        assertThat(verification("", "success")).isEqualTo(Verification.NONE);
        assertThat(verification("A", "")).isEqualTo(Verification.NONE);
        assertThat(verification("A", "missing_identity_hdr")).isEqualTo(Verification.NONE);
        assertThat(verification("A", "cert_not_trusted")).isEqualTo(Verification.FAILED);
        assertThat(verification("A", "Signature%20failed")).isEqualTo(Verification.FAILED);
        assertThat(read("call=1&to=%2B12125550199&attestation=B&verified=success")
                        .stirShaken()
                        .attestation())
                .isEqualTo(Attestation.B);
    }

    /** URIENCODE() leaves nothing that a form or the argument of CURL() could take for its own. */
    @Test
    void a_display_name_cannot_add_fields() throws Exception {
        Call call = read("event=incoming&call=1&to=2125550199&from=%2B12125550123"
                + "&name=x%26to%3D%2B19995550100%26call%3D2%2C%20%25");
        assertThat(call.callId()).isEqualTo("1");
        assertThat(call.to()).isEqualTo("+12125550199");
        assertThat(call.callerName()).isEqualTo("x&to=+19995550100&call=2, %");
    }

    @Test
    void without_what_the_dialplan_has_to_send_it_is_malformed() {
        for (String form : new String[] {"", "to=1", "call=1", "call=1&event=other"}) {
            assertThatThrownBy(() -> read(form)).isInstanceOf(MalformedHook.class);
        }
    }

    private Verification verification(String level, String result) throws Exception {
        return read("call=1&to=%2B12125550199&attestation=" + level + "&verified=" + result)
                .stirShaken()
                .verification();
    }

    private Call read(String form) throws Exception {
        RawHook hook = Hooks.post("application/x-www-form-urlencoded", Hooks.utf8(form));
        return Hooks.only(asterisk.read(hook, source), Call.class);
    }
}
