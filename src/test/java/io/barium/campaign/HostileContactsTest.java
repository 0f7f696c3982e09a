package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.campaign.Campaigns.Reason;
import io.barium.model.Attachment;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileContactsTest {
    private static final Instant NOW = Instant.parse("2026-08-03T07:00:00Z");

    private static Mail mail(String from, String name, String subject, String text, Quotes quotes) {
        return new Mail(
                "e",
                null,
                from,
                List.of("x@ours.example"),
                List.of(from),
                name,
                List.of(),
                null,
                subject,
                text,
                false,
                List.of(new Attachment(name, "text/html", 9_999, "00")),
                MailAuthentication.UNKNOWN,
                quotes);
    }

    private static void holds(Contact contact) {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        assertThat(campaigns.take(1, NOW, contact).because()).isEmpty();
        List<Reason> reasons = campaigns.take(2, NOW, contact).because();
        assertThat(reasons).isNotEmpty().hasSizeLessThanOrEqualTo(5);
        reasons.forEach(r -> legible(r.text(), 140));
        List<Observed> seen = List.of(new Observed(1, NOW, contact, 1));
        Profile profile = Profile.of(seen, List.of("Northwind", "northwind.example"));
        profile.senderAddresses().forEach(c -> legible(c.value(), 120));
        profile.linkDomains().forEach(c -> legible(c.value(), 120));
        profile.wordings().forEach(w -> legible(w.excerpt(), 300));
        assertThat(profile.linkDomains()).hasSizeLessThanOrEqualTo(50);
    }

    private static void legible(String text, int most) {
        assertThat(text).hasSizeLessThanOrEqualTo(most);
        assertThat(text.codePoints().map(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.SURROGATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0007\u001b[31m red \u202e desrever \u2066 \ud800 \udfff \ufeff",
                "A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 zalgo",
                "\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa\ufdfa grows when normalised",
                "\ud83d\ude00\ud83d\ude00\ud83d\ude00 \u4f60\u597d\u4e16\u754c \u0645\u0631\u062d\u0628\u0627",
                "%00%0a@@@:://///..\\..",
                "xn--\u00df-.xn--a xn--0 \u3002\uff0e.",
            })
    void odd_text_in_every_field(String odd) {
        Quotes quotes = new Quotes(
                List.of(odd, "http://" + odd, "https://[::1", "http://"),
                List.of(odd, "a@" + odd),
                List.of(odd),
                List.of(odd));
        holds(mail("a\u202e" + odd + "@" + odd, odd, odd, odd, quotes));
    }

    @Test
    void a_huge_text_and_thousands_of_everything() {
        List<String> links = IntStream.range(0, 5_000)
                .mapToObj(i -> "https://h" + i + ".example/" + "p".repeat(900))
                .toList();
        List<String> addresses =
                IntStream.range(0, 5_000).mapToObj(i -> "a@b" + i + ".example").toList();
        List<String> numbers = IntStream.range(0, 5_000)
                .mapToObj(i -> "+1312555" + (1_000 + i))
                .toList();
        String huge = "dear ".repeat(400_000) + "\u0301".repeat(100_000);
        holds(mail(
                "a".repeat(70_000) + "@" + "b.".repeat(40_000),
                huge,
                huge,
                huge,
                new Quotes(links, addresses, numbers, List.of())));
    }

    @Test
    void a_digest_of_many_links_glues_nothing_together() {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        List<String> links = new ArrayList<>();
        for (int i = 1; i <= 15; i++) {
            String link = "https://site-no-" + i + ".example/";
            links.add(link);
            campaigns.take(
                    i,
                    NOW,
                    mail(
                            "s" + i + "@gmail.com",
                            "",
                            "",
                            "",
                            new Quotes(List.of(link), List.of(), List.of(), List.of())));
        }
        var digest = campaigns.take(
                16, NOW, mail("d@gmail.com", "", "", "", new Quotes(links, List.of(), List.of(), List.of())));
        assertThat(digest.absorbed()).isEmpty();
    }
}
