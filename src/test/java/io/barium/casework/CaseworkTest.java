package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.intake.JournalWriter;
import io.barium.model.AuthResult;
import io.barium.model.CallStage;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseworkTest extends CaseworkBed {
    @Test
    void controls_and_unknown_recipients_open_nothing_and_the_latter_are_counted_by_domain_and_day() {
        take(call("CA1", CONTROL_LINE));
        take(mail("m1", "nobody@postwren.example", "hi", "text", MailAuthentication.UNKNOWN));
        take(mail("m2", "noone@postwren.example", "hi", "text", MailAuthentication.UNKNOWN));
        take(call("CA2", "+12125550199"));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "UNKNOWN_RECIPIENT", "UNKNOWN_RECIPIENT", "UNKNOWN_RECIPIENT");
        assertThat(column("select domain || ' ' || day || ' ' || contacts from unknown_recipient order by 1"))
                .containsExactly("postwren.example 2026-08-14 2", "tel 2026-08-14 1");
        assertThat(column("select id::text from support_case")).isEmpty();
        assertThat(subjects()).isEmpty();
    }

    @Test
    void a_quoted_token_is_credible_whoever_was_reached() {
        take(mail("m1", "nobody@postwren.example", "Your ticket SR 1048 2913", "x", MailAuthentication.UNKNOWN));
        take(sms("SM1", CONTROL_LINE, "we called (212) 555-0123 yesterday"));
        take(mail("m2", "nobody@postwren.example", "x", "is " + JANE + " yours?", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CREDIBLE", "CREDIBLE", "CREDIBLE");
        assertThat(column("select matched_as from sighting_token join token on id = token_id"
                        + " where role = 'PLANTED' order by seq"))
                .containsExactly("QUOTED_IN_SUBJECT", "QUOTED_IN_BODY", "QUOTED_IN_BODY");
    }

    @Test
    void one_mail_to_two_canaries_is_one_contact_with_both_tokens() {
        take(mail("m1", List.of(JANE, "tom.hale@postwren.example"), "x", "y", MailAuthentication.UNKNOWN));
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
        assertThat(column("select token_id::text from sighting_token")).hasSize(2);
    }

    @Test
    void copies_of_one_mail_that_come_one_by_one_are_one_contact_with_all_tokens() {
        Mail first = mail("id@x.example", JANE, "x", "y", MailAuthentication.UNKNOWN);
        take(first);
        take(copy(first, "2", "tom.hale@postwren.example"));
        take(copy(first, "3", "nobody@postwren.example"));
        take(mail("other@x.example", JANE, "x", "y", MailAuthentication.UNKNOWN));
        assertThat(column("select standing from sighting where seq = contact_seq"))
                .containsExactly("CREDIBLE", "CREDIBLE");
        assertThat(column("select distinct token_id::text from sighting_token")).hasSize(2);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(2);
    }

    private static Mail copy(Mail of, String eventId, String to) {
        return new Mail(
                eventId,
                null,
                of.envelopeFrom(),
                List.of(to),
                of.headerFrom(),
                of.headerFromName(),
                of.headerTo(),
                of.messageId(),
                of.subject(),
                of.text(),
                false,
                List.of(),
                of.authentication(),
                of.quotes());
    }

    @Test
    void mail_that_is_authenticated_as_the_companys_own_is_expected_and_opens_nothing() {
        take(mail("m1", JANE, "News", "x", signedBy("acme.example")));
        assertThat(column("select standing from sighting")).containsExactly("EXPECTED");
        assertThat(subjects()).isEmpty();
    }

    @Test
    void an_own_domain_that_is_only_claimed_or_signed_by_another_is_not_expected() {
        MailAuthentication failed = new MailAuthentication(
                AuthResult.PASS, "acme.example", AuthResult.FAIL, List.of(), AuthResult.FAIL, "mx", null);
        take(mail("m1", JANE, "News", "x", failed));
        take(mail("m2", JANE, "News", "x", signedBy("evil.example")));
        take(mail("m3", JANE, "News", "x", signedBy("acme.example.evil.example")));
        assertThat(column("select distinct standing from sighting")).containsExactly("CREDIBLE");
    }

    @Test
    void reports_on_a_call_join_its_contact_and_are_no_contacts_of_their_own() {
        take(call("CA1", JANES_LINE));
        take(report("CA1", CallStage.STATUS, JANES_LINE, ""));
        take(report("CA1", CallStage.RECORDING, null, ""));
        take(report("CA1", CallStage.TRANSCRIPTION, null, "about ticket 1048 2913"));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CREDIBLE", "CREDIBLE", "CREDIBLE", "CREDIBLE");
        assertThat(column("select distinct contact_seq::text from sighting")).hasSize(1);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
        clock.advance(Duration.ofMinutes(16));
        worker.catchUp().await();
        assertThat(subjects())
                .containsExactlyInAnyOrder(
                        "[Barium] Case 1: a call used a planted record",
                        "[Barium] Case 1: WATCH",
                        "[Barium] Case 1: 3 additions to known contacts (1 in all)");
    }

    @Test
    void a_call_to_a_control_becomes_credible_when_its_transcript_quotes_a_planted_token() {
        take(call("CA1", CONTROL_LINE));
        take(report("CA1", CallStage.TRANSCRIPTION, null, "your ticket 1 0 4 8 2 9 1 3"));
        take(report("CA1", CallStage.RECORDING, null, ""));
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CONTROL", "CREDIBLE", "CREDIBLE");
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(1);
    }

    @Test
    void ten_overlapping_mails_to_one_canary_are_ten_contacts() {
        Future.all(IntStream.range(0, 10)
                        .mapToObj(i -> journal.append(entry(mail("m" + i, JANE, "x", "y", MailAuthentication.UNKNOWN)))
                                .compose(stored -> worker.catchUp()))
                        .toList())
                .await();
        assertThat(column("select contact_seq::text from sighting where standing = 'CREDIBLE'"))
                .doesNotHaveDuplicates()
                .hasSize(10);
        assertThat(one("select contacts from support_case").getInteger("contacts"))
                .isEqualTo(10);
    }

    @Test
    void a_contact_that_this_version_cannot_read_holds_up_nobody() {
        elsewhere().append(entry(call("CA1", JANES_LINE))).await();
        rewrite("{\"channel\": \"FAX\"}");
        take(call("CA2", JANES_LINE));
        assertThat(column("select standing from sighting order by seq")).containsExactly("UNREADABLE", "CREDIBLE");
        assertThat(column("select topic from digest order by topic")).containsExactly("case:1", "unreadable:line");
    }

    @Test
    void what_this_process_has_just_journalled_is_not_read_back() {
        journal.append(entry(call("CA1", "+12125550199"))).await();
        rewrite("{\"channel\": \"FAX\"}");
        worker.catchUp().await();
        assertThat(column("select standing from sighting")).containsExactly("UNKNOWN_RECIPIENT");
    }

    @Test
    void contacts_of_several_processes_are_judged_together_and_in_order() {
        JournalWriter other = elsewhere();
        for (int i = 0; i < 3; i++) {
            journal.append(entry(call("CA" + i, JANES_LINE))).await();
            other.append(entry(call("CB" + i, CONTROL_LINE))).await();
        }
        assertThat(worker.catchUp().await()).isEqualTo(6);
        assertThat(column("select standing from sighting order by seq"))
                .containsExactly("CREDIBLE", "CONTROL", "CREDIBLE", "CONTROL", "CREDIBLE", "CONTROL");
    }

    /** The writer of a process that works no cases. */
    private JournalWriter elsewhere() {
        return new JournalWriter(vertx, pool, () -> {});
    }

    /** Another text for every contact. */
    private void rewrite(String text) {
        pool.query("alter table journal disable trigger all").execute().await();
        pool.preparedQuery("update journal set contact = $1")
                .execute(Tuple.of(text))
                .await();
    }

    @Test
    void running_counts_are_what_counting_anew_gives() {
        take(call("CA1", CONTROL_LINE));
        take(mail("m1", List.of(JANE, "tom.hale@postwren.example"), "x", "SR-10482913", MailAuthentication.UNKNOWN));
        take(report("CA1", CallStage.TRANSCRIPTION, null, "your ticket 1 0 4 8 2 9 1 3"));
        take(sms("SM1", CONTROL_LINE, "hello"));
        take(sms("SM2", "+12125550199", "hello"));
        take(mail("m2", JANE, "News", "x", signedBy("acme.example")));
        assertThat(one("select contacts, sightings, last_seq, planted_touched, controls_touched from support_case")
                        .deepToString())
                .isEqualTo(one("""
                        select count(distinct contact_seq)::int, count(*), max(seq),
                               (select count(distinct token_id)::int from sighting_token join sighting using (seq)
                                join token on id = token_id where role = 'PLANTED' and case_id is not null),
                               (select count(distinct token_id)::int from sighting_token join token on id = token_id
                                where role = 'CONTROL' and seq >= (select first_seq from support_case))
                        from sighting where case_id is not null
                        """).deepToString());
        assertThat(column("select standing || ' ' || contacts from standing_count order by 1"))
                .isEqualTo(column("select standing || ' ' || count(*) from sighting where seq = contact_seq"
                        + " group by standing order by 1"));
        assertThat(column("select role || kind || tokens from token_count order by 1"))
                .isEqualTo(column("select role || kind || count(*) from token group by role, kind order by 1"));
    }
}
