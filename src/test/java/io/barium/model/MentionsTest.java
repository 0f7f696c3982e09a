package io.barium.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.Redaction.Identifier;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionsTest {
    @ParameterizedTest
    @CsvSource({
        "PHONE, +12025550147, call +1 (202) 555-0147 now",
        "PHONE, +12025550147, 202.555.0147",
        "PHONE, +12025550147, '25550147'",
        "PHONE, +12025550147, '\uFF12\uFF10\uFF12 \uFF15\uFF15\uFF15 0147'",
        "TICKET, HD-2041877, re hd 204 1877",
        "TICKET, HD-2041877, '2041877'",
        "EMAIL, ruth.kay@mail.canary.example, to RUTH.KAY@Mail.Canary.Example",
        "EMAIL, ruth.kay@mail.canary.example, ruth.\u212Aay@mail.canary.example",
        "EMAIL, ruths@mail.canary.example, ruth\u017F@mail.canary.example",
    })
    void what_is_masked_is_mentioned(TokenKind kind, String value, String text) {
        Identifier identifier = new Identifier(kind, value);
        assertThat(Redaction.of(List.of(identifier)).apply(text)).isNotEqualTo(text);
        assertThat(Mentions.in(List.of("before", text, "after")).maybe(identifier))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PHONE, +12025550147, call +1 (202) 555-0148 now",
        "TICKET, HD-2041877, '204187'",
        "EMAIL, ruth.kay@mail.canary.example, ruth.kay@mail.canary",
    })
    void what_is_not_there_is_not_looked_for(TokenKind kind, String value, String text) {
        Identifier identifier = new Identifier(kind, value);
        assertThat(Mentions.in(List.of(text)).maybe(identifier)).isFalse();
        assertThat(Redaction.of(List.of(identifier)).apply(text)).isEqualTo(text);
    }
}
