package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.provider.kit.AddressParser.Mailbox;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressParserTest {

    @Test
    void mailboxes_are_taken_apart() {
        assertThat(
                        AddressParser.mailboxes(
                                "\"Doe, \\\"J\\\" <x>\" <J.Doe@OURS.example>, bare@b.example (Bare One), "
                                        + "team: one@c.example, Two <two@c.example>;, \"odd @ local\"@d.example, <@relay.example:r@e.example>"))
                .containsExactly(
                        new Mailbox("Doe, \"J\" <x>", "J.Doe@ours.example"),
                        new Mailbox("Bare One", "bare@b.example"),
                        new Mailbox(null, "one@c.example"),
                        new Mailbox("Two", "two@c.example"),
                        new Mailbox(null, "\"odd @ local\"@d.example"),
                        new Mailbox(null, "r@e.example"));
    }

    @Test
    void what_is_no_address_is_left_out() {
        for (String list : List.of(
                "", ",", "<>", "x", "@", "a@", "@b", "<a b@c>", "((((", "\"open", "<open@", ";:,<,>", "a@\0b")) {
            assertThat(AddressParser.addresses(list))
                    .as(list)
                    .allMatch(a -> a.indexOf('@') > 0)
                    .isEmpty();
        }
        assertThat(AddressParser.addresses(null)).isEmpty();
        assertThat(AddressParser.envelope("<>")).isNull();
        assertThat(AddressParser.envelope("<A@B.example>")).isEqualTo("A@b.example");
    }

    @Test
    void long_lists_are_bounded() {
        assertThat(AddressParser.mailboxes("a@b.example,".repeat(20_000))).hasSize(1_000);
        assertThat(AddressParser.addresses("a".repeat(1_000) + "@b.example")).isEmpty();
    }
}
