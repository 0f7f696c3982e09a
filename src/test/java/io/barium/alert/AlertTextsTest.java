package io.barium.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.inference.Level;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.MatchedAs;
import io.barium.model.Quotes;
import io.barium.model.StirShaken;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.barium.outbox.Message;
import io.barium.verdict.Change;
import io.barium.verdict.Samples;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class AlertTextsTest {
    private static final Instant AT = Instant.parse("2026-08-14T09:30:00Z");
    private static final String TICKET = "SR-10482913";
    private static final AlertTexts TEXTS = new AlertTexts("https://barium.example.com", List.of(Channels.MAIL));

    @Test
    void a_call_is_told_with_who_which_canary_how_when_authentication_and_what_was_said() {
        Message m = mailOf(news(true, sighting(call("ACME Support", "This is about your account"))), 7);
        assertThat(m.payload().getString("subject")).isEqualTo("[Barium] Case 3: a call used a planted record");
        assertThat(text(m))
                .contains("When: 2026-08-14 09:30:00 UTC, through line")
                .contains("Who: +13035550100, shown as \u201cACME Support\u201d")
                .contains("Canary: reached: number +1212\u2022\u2022\u202223, planted 2026-08-01 (home / Shield)")
                .contains("STIR/SHAKEN failed, attestation C; the number is probably forged")
                .contains("Said: \u201cThis is about your account\u201d")
                .contains("1 of 80 planted identifiers")
                .contains("0 of 80 control identifiers")
                .contains("planted 2026-08-01 00:00:00 UTC: its data left the support system after that")
                .contains("Through whose access")
                .contains("https://barium.example.com/console/cases/3")
                .doesNotContain("verdict");
    }

    @Test
    void identifiers_of_ours_are_masked_also_where_the_sender_quotes_them_in_any_notation() {
        String said =
                "Jane at (212) 555-0123 or 2 1 2 5 5 5 0 1 2 3, ticket SR 1048-2913, 10482913, jane.ROE84@postwren.example";
        Message m = mailOf(
                news(
                        true,
                        sighting(
                                mail("Re: " + TICKET, said),
                                touched(TokenKind.TICKET, TICKET),
                                touched(TokenKind.PHONE, "+12125550123"),
                                touched(TokenKind.EMAIL, "jane.roe84@postwren.example"))),
                7);
        for (String part : List.of(text(m), m.payload().getString("html"))) {
            assertThat(part)
                    .doesNotContain("10482913")
                    .doesNotContain("1048-2913")
                    .doesNotContain("555-0123")
                    .doesNotContainIgnoringCase("jane.roe84")
                    .doesNotContain("2 1 2 5 5 5");
        }
        assertThat(text(m)).contains("SR-\u2022\u2022\u202213");
    }

    @Test
    void text_of_the_sender_is_escaped_bounded_on_one_line_and_never_in_the_subject() {
        String evil = "<script>alert(1)</script>\r\nBcc: x@evil.example\u202e\u0000\u001b[2J" + "A".repeat(5000);
        Message m = mailOf(news(true, sighting(mail(evil, evil))), 7);
        assertThat(m.payload().getString("subject"))
                .doesNotContain("script")
                .doesNotContain("Bcc")
                .doesNotContain("\n");
        String html = m.payload().getString("html");
        assertThat(Jsoup.parse(html).select("script")).isEmpty();
        assertThat(html).contains("&lt;script&gt;");
        assertThat(text(m))
                .doesNotContain("\u202e")
                .doesNotContain("\u0000")
                .doesNotContain("\u001b")
                .doesNotContain("\nBcc:")
                .hasSizeLessThan(4000);
    }

    @Test
    void links_are_shown_so_that_nothing_makes_them_clickable() {
        Contact mail =
                mail("x", "y", new Quotes(List.of("https://evil.example/login"), List.of(), List.of(), List.of()));
        Message m = mailOf(news(true, sighting(mail)), 7);
        assertThat(text(m)).contains("hxxps://evil[.]example/login").doesNotContain("https://evil");
    }

    @Test
    void no_link_that_the_sender_wrote_is_live_wherever_it_is_quoted() {
        String subject = "see HTTPS://Evil.example/a";
        String text = "go to http://evil.example/b?x=1.5, www.evil.example/c or (https://evil.example/d),"
                + "https://evil.example/e; hxxp://evil.example/f and hxxps://evil[.]example/g. Costs 3.50 at Acme.";
        Mail mail = new Mail(
                "1",
                null,
                "a@b.example",
                List.of("c@d.example"),
                List.of("a@b.example"),
                "Support https://evil.example/h",
                List.of(),
                null,
                subject,
                text,
                false,
                List.of(),
                MailAuthentication.UNKNOWN,
                Quotes.NONE);
        Message m = mailOf(news(true, sighting(mail)), 7);
        for (String part :
                List.of(text(m), Jsoup.parse(m.payload().getString("html")).text())) {
            assertThat(part)
                    .contains("hxxpS://Evil[.]example/a")
                    .contains("hxxp://evil[.]example/b?x=1[.]5, www[.]evil[.]example/c")
                    .contains("(hxxps://evil[.]example/d),hxxps://evil[.]example/e;")
                    .contains("hxxp://evil.example/f and hxxps://evil[.]example/g. Costs 3.50 at Acme.")
                    .contains("Support hxxps://evil[.]example/h")
                    .contains("https://barium.example.com/console/cases/3");
            assertThat(part.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("https://evil")
                    .doesNotContain("http://evil")
                    .doesNotContain("www.evil");
        }
        Message unreadable = TEXTS.ofUnreadable("line", 1, "to: found \"https://evil.example/i\"", 7)
                .get(0);
        assertThat(text(unreadable)).contains("hxxps://evil[.]example/i").doesNotContain("https://evil");
    }

    @Test
    void an_identifier_of_ours_is_masked_also_inside_a_link() {
        String link = "https://evil.example/?u=jane.roe84@postwren.example";
        Contact mail = mail("x", "see " + link, new Quotes(List.of(link), List.of(), List.of(), List.of()));
        Message m = mailOf(news(true, sighting(mail, touched(TokenKind.EMAIL, "jane.roe84@postwren.example"))), 7);
        assertThat(text(m))
                .contains("hxxps://evil[.]example/?u=")
                .doesNotContain("jane.roe84")
                .doesNotContain("jane[.]roe84");
    }

    @Test
    void a_follow_up_counts_what_it_does_not_show() {
        CaseNews news = new CaseNews(3, false, AT, 19, 2, 20, List.of(sighting(call(null, ""))), 4, 80, 1, 80);
        Message m = mailOf(news, 40);
        assertThat(m.payload().getString("subject"))
                .isEqualTo("[Barium] Case 3: 19 further contacts, 2 additions to known contacts (20 in all)");
        assertThat(text(m))
                .contains("And 20 more; the case lists all of them.")
                .contains("4 of 80")
                .contains("1 of 80");
    }

    @Test
    void the_same_news_has_the_same_id_and_other_news_another() {
        CaseNews news = news(true, sighting(call(null, "")));
        assertThat(mailOf(news, 7).id())
                .isEqualTo(mailOf(news, 7).id())
                .isNotEqualTo(mailOf(news, 8).id());
    }

    @Test
    void the_same_on_a_verdict_has_the_same_id_and_another_level_or_reason_on_the_same_contacts_another() {
        Verdict verdict = Samples.confirmed();
        Verdict other = Samples.with(Samples.confirmed(), Level.SUSPECTED, verdict.origins(), false);
        Change level = new Change(Change.Kind.CONFIRMED, "E reached 1,000.");
        Change origin = new Change(Change.Kind.ORIGIN_NARROWED, "Another path.");
        assertThat(other.basis()).isEqualTo(verdict.basis());
        assertThat(ids(verdict, level))
                .isEqualTo(ids(VerdictJson.read(VerdictJson.write(verdict)), level))
                .doesNotContainAnyElementsOf(ids(other, level))
                .doesNotContainAnyElementsOf(ids(verdict, origin))
                .doesNotContainAnyElementsOf(ids(verdict, level, origin));
        List<Change> back = List.of(origin);
        assertThat(TEXTS.ofVerdict(verdict, back, Instant.EPOCH))
                .doesNotContainAnyElementsOf(TEXTS.ofVerdict(verdict, back, Instant.MAX));
    }

    @Test
    void mail_tells_what_spf_dkim_and_dmarc_said_and_that_nobody_checked_when_nobody_did() {
        MailAuthentication a = new MailAuthentication(
                AuthResult.FAIL, "x.example", AuthResult.PASS, List.of("x.example"), AuthResult.FAIL, "mailgun", null);
        assertThat(text(mailOf(news(true, sighting(mail("s", "t", Quotes.NONE, a))), 1)))
                .contains("SPF fail, DKIM pass (x.example), DMARC fail, says mailgun");
        assertThat(text(mailOf(news(true, sighting(mail("s", "t"))), 1)))
                .contains("nobody trusted has checked SPF, DKIM or DMARC");
    }

    @Test
    void each_channel_gets_a_message_of_its_own_and_machines_get_facts_without_identifiers_of_ours() {
        CaseNews news = news(true, sighting(mail("Re: " + TICKET, "call me"), touched(TokenKind.TICKET, TICKET)));
        List<Message> both =
                new AlertTexts("https://barium.example.com", List.of(Channels.MAIL, Channels.WEBHOOK)).ofCase(news, 7);
        assertThat(both).extracting(Message::channel).containsExactly("mail", "webhook");
        assertThat(both.get(0).id()).isNotEqualTo(both.get(1).id());
        JsonObject document = both.get(1).payload();
        assertThat(document.getString("type")).isEqualTo("case.opened");
        JsonObject data = document.getJsonObject("data");
        assertThat(data.getString("subject")).isEqualTo(both.get(0).payload().getString("subject"));
        assertThat(data.getString("text")).isEqualTo(both.get(0).payload().getString("text"));
        assertThat(data.getString("topic")).isEqualTo("case:3");
        assertThat(data.getLong("caseId")).isEqualTo(3);
        assertThat(data.getLong("total")).isEqualTo(1);
        assertThat(document.encode()).doesNotContain("10482913");
    }

    private static List<UUID> ids(Verdict verdict, Change... changes) {
        return TEXTS.ofVerdict(verdict, List.of(changes), null).stream()
                .map(Message::id)
                .toList();
    }

    private static Message mailOf(CaseNews news, long upToSeq) {
        return TEXTS.ofCase(news, upToSeq).get(0);
    }

    private static CaseNews news(boolean opened, Sighting s) {
        return new CaseNews(3, opened, AT, 1, 0, 1, List.of(s), 1, 80, 0, 80);
    }

    private static Sighting sighting(Contact contact, Sighting.Touched... touched) {
        List<Sighting.Touched> all =
                touched.length > 0 ? List.of(touched) : List.of(touched(TokenKind.PHONE, "+12125550123"));
        return new Sighting(7, "line", AT, false, contact, all);
    }

    private static Sighting.Touched touched(TokenKind kind, String value) {
        return new Sighting.Touched(
                kind,
                value,
                TokenRole.PLANTED,
                kind == TokenKind.TICKET ? MatchedAs.QUOTED_IN_BODY : MatchedAs.CALLED,
                Instant.parse("2026-08-01T00:00:00Z"),
                Map.of("segment", "home", "product", "Shield"));
    }

    private static Call call(String name, String said) {
        return new Call(
                "1",
                null,
                "1",
                CallStage.INCOMING,
                "+13035550100",
                "+12125550123",
                name,
                null,
                new StirShaken(StirShaken.Verification.FAILED, StirShaken.Attestation.C, "TN-Validation-Failed-C"),
                null,
                null,
                null,
                said,
                Quotes.NONE);
    }

    private static Mail mail(String subject, String text) {
        return mail(subject, text, Quotes.NONE);
    }

    private static Mail mail(String subject, String text, Quotes quotes) {
        return mail(subject, text, quotes, MailAuthentication.UNKNOWN);
    }

    private static Mail mail(String subject, String text, Quotes quotes, MailAuthentication authentication) {
        return new Mail(
                "1",
                null,
                "a@b.example",
                List.of("c@d.example"),
                List.of("a@b.example"),
                null,
                List.of(),
                null,
                subject,
                text,
                false,
                List.of(),
                authentication,
                quotes);
    }

    private static String text(Message m) {
        return m.payload().getString("text");
    }
}
