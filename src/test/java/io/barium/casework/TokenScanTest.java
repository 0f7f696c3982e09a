package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.barium.model.MatchedAs;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenScanTest {
    private static final String PHONE = "+12125550123";
    private static final String TICKET = "SR-10482913";
    private static final String MAIL = "jane.roe84@postwren.example";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12125550123",
                "call (212) 555-0123 now",
                "212.555.0123",
                "001 212 555 0123",
                "011 1 212 555 0123",
                "1-212-555-0123",
                "tel:+1-212-555-0123",
                "2 1 2 5 5 5 0 1 2 3",
                "+1 (212) 555\u20110123",
                "\uff0b\uff11\uff12\uff11\uff12\uff15\uff15\uff15\uff10\uff11\uff12\uff13",
                "\u0662\u0661\u0662-\u0665\u0665\u0665-\u0660\u0661\u0662\u0663",
                "10482 2125550123 99",
                "phone=2125550123;"
            })
    void a_planted_number_is_recognised_in_any_notation(String text) {
        assertThat(touches(text, TokenKind.PHONE, TokenKeys.ownedPhone(PHONE, 1)))
                .as(text)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0171 5550199", "+44 171 5550199", "0044 171 555 0199", "+44 (0)171 555-0199", "(0171) 5550199"})
    void a_trunk_prefix_makes_no_difference(String text) {
        assertThat(touches(text, TokenKind.PHONE, TokenKeys.ownedPhone("+441715550199", 44)))
                .as(text)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SR-10482913",
                "sr10482913",
                "Re: [SR 10482913] your request",
                "ticket #10482913.",
                "ticket number 1048 2913",
                "it is 1, 0, 4, 8, 2, 9, 1, 3 please",
                "https://x.example/t/SR-10482913?a=1",
                "SR_10482913"
            })
    void a_planted_ticket_is_recognised_in_any_notation(String text) {
        assertThat(touches(text, TokenKind.TICKET, TokenKeys.ticket(TICKET)))
                .as(text)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.roe84@postwren.example",
                "<Jane.Roe84@PostWren.Example>",
                "mailto:jane.roe84@postwren.example?subject=x",
                "jane.roe84+shop@postwren.example,"
            })
    void a_planted_address_is_recognised_in_any_notation(String text) {
        assertThat(touches(text, TokenKind.EMAIL, List.of(TokenKeys.mail(MAIL))))
                .as(text)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2125550124",
                "212555012",
                "(213) 555-0123",
                "jane.roe8@postwren.example",
                "SR-10482914",
                "",
                "no digits"
            })
    void what_is_another_value_is_not_recognised(String text) {
        Set<String> keys = new HashSet<>(TokenKeys.ownedPhone(PHONE, 1));
        keys.addAll(TokenKeys.ticket(TICKET));
        keys.add(TokenKeys.mail(MAIL));
        assertThat(scan(text)).noneMatch(c -> keys.contains(c.key()));
    }

    @Test
    void hostile_text_of_the_largest_size_is_scanned_in_bounded_time_and_number() {
        String digits = "1 2 3 4 5 6 7 8 9 0 ".repeat(5_000);
        String words = "a1-".repeat(30_000);
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(scan(digits)).hasSizeLessThanOrEqualTo(4_000);
            assertThat(scan(words)).hasSizeLessThanOrEqualTo(4_000);
            assertThat(scan("a@".repeat(50_000))).hasSizeLessThanOrEqualTo(4_000);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 ", "\u0663 ", "1 2 3 4 5 6 7 8 9 0 ", "1 11 111 1 1 1111 ", "12 34 56 "})
    void numbers_over_and_over_cost_little_and_hide_nothing_behind_them(String digits) {
        String text = digits.repeat(100_000 / digits.length());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        scan(text);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000);
        assertThat(touches(text + "call (212) 555-0123", TokenKind.PHONE, TokenKeys.ownedPhone(PHONE, 1)))
                .isTrue();
        assertThat(touches(text + "2 1 2 5 5 5 0 1 2 3", TokenKind.PHONE, TokenKeys.ownedPhone(PHONE, 1)))
                .isTrue();
    }

    @Test
    void numbers_that_differ_in_leading_zeros_are_different_numbers() {
        assertThat(scan("000000 0000000 123456 0123456"))
                .extracting(Candidate::key)
                .contains("000000", "0000000", "123456", "0123456");
    }

    private static boolean touches(String text, TokenKind kind, List<String> keys) {
        return scan(text).stream()
                .anyMatch(c -> c.kind() == kind && keys.contains(c.key()) && c.as() == MatchedAs.QUOTED_IN_BODY);
    }

    private static Set<Candidate> scan(String text) {
        return TokenScan.of(new Sms("1", null, "+13035550100", "+13035550101", text, List.of(), Quotes.NONE));
    }
}
