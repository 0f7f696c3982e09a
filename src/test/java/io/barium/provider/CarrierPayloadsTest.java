package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Sms;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Requests as carriers send them. The files are kept outside of the project. */
class CarrierPayloadsTest {

    @Test
    void bandwidth() throws Exception {
        Call call = Hooks.only(read(new Bandwidth(), "bandwidth/voice-initiate"), Call.class);
        assertThat(call.stage()).isEqualTo(CallStage.INCOMING);
        assertThat(call.from()).isEqualTo("+15551112222");
        assertThat(call.to()).isEqualTo("+15553334444");
        assertThat(call.forwardedFrom()).isEqualTo("+15558884444");
        assertThat(call.occurredAt()).isEqualTo(Instant.parse("2019-06-20T15:56:11.554Z"));

        Sms sms = Hooks.only(read(new Bandwidth(), "bandwidth/message-received"), Sms.class);
        assertThat(sms.eventId()).isEqualTo("14762070468292kw2fuqty55yp2b2");
        assertThat(sms.to()).isEqualTo("+12345678902");
        assertThat(sms.from()).isEqualTo("+12345678901");
        assertThat(sms.text()).isEqualTo("Hey, check this out!");
        assertThat(sms.mediaUrls()).hasSize(1);
        assertThat(sms.group()).isNull();
    }

    @Test
    void sinch() throws Exception {
        Call call = Hooks.only(read(new Sinch(), "sinch/voice-ice"), Call.class);
        assertThat(call.stage()).isEqualTo(CallStage.INCOMING);
        assertThat(call.from()).isEqualTo("cli number");
        assertThat(call.to()).isEqualTo("+123456879");
        assertThat(call.occurredAt()).isEqualTo(Instant.parse("2024-01-16T16:46:36Z"));

        Sms text = Hooks.only(read(new Sinch(), "sinch/sms-inbound-text"), Sms.class);
        assertThat(text.from()).isEqualTo("+11203494390");
        assertThat(text.to()).isEqualTo("+11203453453");
        assertThat(text.text()).isEqualTo("a body");

        Sms media = Hooks.only(read(new Sinch(), "sinch/sms-inbound-media"), Sms.class);
        assertThat(media.text()).isEqualTo("mmy subject\nmy message");
        assertThat(media.mediaUrls()).containsExactly("https://foo.url");

        assertThat(read(new Sinch(), "sinch/voice-ace-signed")).isInstanceOf(Reading.Ignored.class);
    }

    @Test
    void infobip() throws Exception {
        Sms sms = Hooks.only(read(new Infobip(), "infobip/sms-inbound"), Sms.class);
        assertThat(sms.eventId()).isEqualTo("817790313235066447");
        assertThat(sms.from()).isEqualTo("+385916242493");
        assertThat(sms.to()).isEqualTo("+385921004026");
        assertThat(sms.text()).isEqualTo("QUIZ Correct answer is Paris");
        assertThat(sms.occurredAt()).isEqualTo(Instant.parse("2016-10-06T09:28:39.220Z"));
    }

    @Test
    void messagebird() throws Exception {
        assertThat(read(new MessageBird(), "messagebird/status-report-legacy-signed"))
                .isInstanceOf(Reading.Ignored.class);
    }

    private static Reading read(Provider provider, String name) throws Exception {
        Source source = Hooks.source(provider.id(), null, null, "x");
        return provider.read(Payloads.hook(name), source);
    }
}
