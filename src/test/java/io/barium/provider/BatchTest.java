package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.provider.Reading.Fault;
import io.barium.provider.kit.RawHook;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is damaged in a batch is told and takes nothing else with it. */
class BatchTest {

    static Stream<Arguments> batches() {
        return Stream.of(
                Arguments.of(
                        new Mandrill(),
                        "{\"event\":\"inbound\",\"msg\":{\"email\":\"a@ours.example\",\"raw_msg\":\"From: x@phish.example\"}}",
                        "{\"event\":\"inbound\",\"msg\":{\"raw_msg\":\"To: a@ours.example\"}}",
                        "%s",
                        "mandrill_events[0].msg.email:"),
                Arguments.of(
                        new SparkPost(),
                        "{\"msys\":{\"relay_message\":{\"rcpt_to\":\"a@ours.example\",\"content\":{\"text\":\"hi\"}}}}",
                        "{\"msys\":{\"relay_message\":{\"rcpt_to\":\"\",\"content\":{\"text\":\"hi\"}}}}",
                        "%s",
                        "relay_message.rcpt_to:"),
                Arguments.of(
                        new Brevo(),
                        "{\"Uuid\":[\"u1\"],\"Recipients\":[\"a@ours.example\"]}",
                        "{\"Uuid\":[\"u2\"]}",
                        "{\"items\":%s}",
                        "items.Recipients:"),
                Arguments.of(
                        new Infobip(),
                        "{\"messageId\":\"1\",\"to\":\"12125550199\",\"text\":\"hi\"}",
                        "{\"messageId\":\"2\"}",
                        "{\"results\":%s}",
                        "results[0].to:"),
                Arguments.of(
                        new Bandwidth(),
                        "{\"type\":\"message-received\",\"message\":{\"id\":\"1\",\"owner\":\"+12125550199\"}}",
                        "{}",
                        "%s",
                        "[0].type:"),
                Arguments.of(
                        new MessageBird(),
                        "{\"type\":\"callUpdate\",\"payload\":{\"id\":\"c1\",\"status\":\"ended\"}}",
                        "{\"type\":\"callUpdate\",\"payload\":{}}",
                        "{\"items\":%s}",
                        "items[0].payload.id:"));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void one_that_is_damaged_stands_beside_those_that_are_not(
            Provider provider, String good, String damaged, String whole, String why) throws Exception {
        Source source = Hooks.source(provider.id(), "https://barium.example/hooks/main", null, "user:password");
        RawHook hook = hook(provider, whole.formatted("[" + damaged + "," + good + "]"));
        Reading.Contacts reading = (Reading.Contacts) provider.read(hook, source);
        assertThat(reading.contacts()).hasSize(1);
        assertThat(reading.parts()).singleElement().hasToString(good);
        Fault fault = reading.faults().get(0);
        assertThat(reading.faults()).hasSize(1);
        assertThat(fault.why()).startsWith(why);
        assertThat(fault.part()).hasToString(damaged);

        // A batch in which nothing is damaged says the same of it.
        Reading.Contacts alone =
                (Reading.Contacts) provider.read(hook(provider, whole.formatted("[" + good + "]")), source);
        assertThat(alone.faults()).isEmpty();
        assertThat(alone.parts()).isEqualTo(reading.parts());
    }

    private static RawHook hook(Provider provider, String body) {
        return provider instanceof Mandrill
                ? Hooks.post("application/x-www-form-urlencoded", Hooks.form(Map.of("mandrill_events", body)))
                : Hooks.post("application/json", Hooks.utf8(body));
    }
}
