package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.campaign.Campaigns.Joined;
import io.barium.model.Attachment;
import io.barium.model.AuthResult;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What puts two contacts into one campaign, each reason by itself. */
class JoiningTest {
    private static final String HIM = "+14155550100";
    private static final String OTHER = "+13125550177";
    private static final String OUR_LINE = "+12025550111";
    private static final String OUR_OTHER_LINE = "+12025550122";
    private static final String SCRIPT =
            "Good morning, this is the accounting department. Our records show that you were charged twice for the service"
                    + " plan last year, and we would like to transfer the difference back to your bank today. Please have"
                    + " your computer ready.";
    private static final String OTHER_WORDS =
            "We noticed that nobody has picked up the furniture which was ordered in spring, so the warehouse asks for a"
                    + " date on which the van may come around.";

    private final Desk desk = new Desk();

    private void joins(Contact first, Contact second, String... reasons) {
        Joined opened = desk.take(first);
        assertThat(opened).isEqualTo(new Joined(1, List.of(), List.of()));
        Joined joined = desk.take(second);
        assertThat(joined.campaign()).isEqualTo(1);
        assertThat(joined.absorbed()).isEmpty();
        assertThat(Desk.texts(joined)).containsExactlyInAnyOrder(reasons);
    }

    @Test
    void the_same_caller_number() {
        joins(Told.call(HIM, OUR_LINE, ""), Told.call(HIM, OUR_OTHER_LINE, ""), "same caller number +1 415 555 0100");
    }

    @Test
    void a_later_report_of_the_same_call() {
        var call = Told.call("anonymous", OUR_LINE, "");
        joins(call, call, "same call or message");
    }

    @Test
    void the_same_call_back_number_from_other_callers() {
        joins(
                Told.call(HIM, OUR_LINE, "Ring me at 202-555-0143."),
                Told.sms(OTHER, OUR_OTHER_LINE, "Your case: (202) 555 0143"),
                "same call-back number +1 202 555 0143");
    }

    @Test
    void a_call_back_number_that_called_before() {
        joins(
                Told.call(HIM, OUR_LINE, ""),
                Told.sms(OTHER, OUR_LINE, "Call +1 415 555 0100"),
                "call-back number +1 415 555 0100, before as caller number");
    }

    @Test
    void similar_wording_from_rotating_numbers() {
        Joined opened = desk.take(Told.call(HIM, OUR_LINE, SCRIPT));
        Joined joined = desk.take(Told.call(
                OTHER,
                OUR_OTHER_LINE,
                SCRIPT.replace("Good morning", "Good evening").replace("transfer", "trance for")));
        assertThat(joined.campaign()).isEqualTo(opened.campaign());
        assertThat(joined.because()).singleElement().satisfies(r -> {
            assertThat(r.kind()).isEqualTo("wording");
            assertThat(r.text()).matches("similar wording \\([5-9][0-9] %\\)");
        });
    }

    @Test
    void the_same_short_text_with_other_names_numbers_and_amounts() {
        joins(
                Told.sms(HIM, OUR_LINE, "Hi Ann, your parcel 8812 is held at customs. Pay 1.99 to release it today"),
                Told.sms(
                        OTHER,
                        OUR_LINE,
                        "Hi Bartholomew, your parcel 107 is held at customs. Pay 2.49 to release it today"),
                "similar wording (100 %)");
    }

    @Test
    void the_same_link_domain_under_whatever_host() {
        joins(
                Told.sms(HIM, OUR_LINE, "https://track.parcel-fee.example/a1"),
                Told.sms(OTHER, OUR_LINE, "http://PARCEL-FEE.example/b2?x"),
                "same link domain parcel-fee.example");
    }

    @Test
    void the_same_page_of_a_link_shortener() {
        joins(
                Told.sms(HIM, OUR_LINE, "https://bit.ly/3xYzAbC"),
                Told.sms(OTHER, OUR_LINE, "see https://bit.ly/3xYzAbC?u=7"),
                "same link bit.ly/3xYzAbC");
    }

    @Test
    void the_same_sender_domain() {
        joins(
                Told.mail("jobs@quickhire.example", "a.b@ours.example", "", SCRIPT),
                Told.mail("hr@mail.quickhire.example", "c.d@ours.example", "", OTHER_WORDS),
                "same sender domain quickhire.example");
    }

    @Test
    void the_same_address_at_a_provider_that_all_use() {
        joins(
                Told.mail("helper77@gmail.com", "a.b@ours.example", "", SCRIPT),
                Told.mail("Helper77@gmail.com", "c.d@ours.example", "", OTHER_WORDS),
                "same sender address helper77@gmail.com");
    }

    @Test
    void the_same_signer_behind_different_senders() {
        MailAuthentication signed = new MailAuthentication(
                AuthResult.NONE, null, AuthResult.PASS, List.of("bulk.example"), AuthResult.NONE, "mx", null);
        joins(
                Told.mail("a@gmail.com", null, "x.y@ours.example", "", SCRIPT, List.of(), signed),
                Told.mail("b@gmail.com", null, "z.w@ours.example", "", OTHER_WORDS, List.of(), signed),
                "same sender domain bulk.example");
    }

    @Test
    void the_same_attachment() {
        List<Attachment> file = List.of(new Attachment("invoice.pdf", "application/pdf", 40_000, "ab".repeat(32)));
        joins(
                Told.mail("a1@gmail.com", null, "x@ours.example", "", "", file, MailAuthentication.UNKNOWN),
                Told.mail("b1@gmail.com", null, "y@ours.example", "", "", file, MailAuthentication.UNKNOWN),
                "same attachment invoice.pdf");
    }

    @Test
    void an_address_to_answer_to() {
        joins(
                Told.mail("a1@gmail.com", "x@ours.example", "", "write to payout.desk@gmail.com"),
                Told.mail("b1@gmail.com", "y@ours.example", "", "payout.desk@gmail.com awaits you"),
                "same address to answer to payout.desk@gmail.com");
    }

    @Test
    void a_burst_from_one_block_of_numbers() {
        desk.take(Told.call("+14155557101", OUR_LINE, ""));
        Joined minutes = desk.after(Duration.ofMinutes(9)).atOnce(Told.call("+14155557842", OUR_OTHER_LINE, ""));
        assertThat(minutes.campaign()).isEqualTo(1);
        assertThat(Desk.texts(minutes))
                .containsExactlyInAnyOrder(
                        "same caller block +1 415 555 7xxx", "within minutes of others from one caller block");
    }

    @Test
    void a_burst_of_mails_with_one_subject() {
        desk.take(Told.mail("a1@gmail.com", "x@ours.example", "Interview on Thursday", SCRIPT));
        desk.atOnce(Told.mail("b1@gmx.de", "y@ours.example", "Interview on Thursday", OTHER_WORDS));
        Joined third = desk.atOnce(Told.mail("c1@web.de", "z@ours.example", "Interview on Thursday", ""));
        assertThat(third.campaign()).isEqualTo(1);
        assertThat(Desk.kinds(third)).containsExactlyInAnyOrder("subject", "burst");
    }

    @Test
    void two_weak_reasons_block_and_wording_that_is_somewhat_alike() {
        desk.take(Told.call("+14155557101", OUR_LINE, "please call me back as soon as you can"));
        Joined joined = desk.take(Told.call("+14155557155", OUR_LINE, "please call me back as soon as you can"));
        assertThat(joined.campaign()).isEqualTo(1);
        assertThat(Desk.kinds(joined)).containsExactlyInAnyOrder("caller-block", "wording");
    }

    @Test
    void copies_of_one_message() {
        Mail mail = Told.mail("a1@gmail.com", "x@ours.example", "", "hello");
        joins(mail, Told.copyOf(mail, "y@ours.example"), "same call or message", "same sender address a1@gmail.com");
    }
}
