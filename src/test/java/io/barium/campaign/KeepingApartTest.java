package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.campaign.Campaigns.Joined;
import io.barium.model.AuthResult;
import io.barium.model.Contact;
import io.barium.model.MailAuthentication;
import io.barium.model.StirShaken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What two contacts may share without being of one campaign. */
class KeepingApartTest {
    private static final String LINE = "+12025550111";
    private static final String[] STORIES = {
        "The garden club meets on Sunday behind the old mill, bring gloves and a spade if you own one.",
        "My nephew scored twice in the final and the whole village sang until the morning came.",
        "Enclosed are the minutes of the meeting; the treasurer asks for corrections before Friday noon.",
        "We repaired the pump, cleaned both filters and left the key with the neighbour downstairs.",
        "Our choir looks for two altos, rehearsals are held in the chapel every second Tuesday evening.",
        "Snow fell on the pass last night, therefore the bus to the upper valley leaves an hour later.",
        "The library extends its hours during exams, quiet rooms can be booked with a student card.",
        "Grandmother's recipe wants rye flour, caraway and a very hot oven for the first ten minutes.",
        "Someone found a silver ring near the fountain, describe the engraving and it is yours again.",
        "Tickets for the regatta are sold at the harbour office, children under twelve sail for free.",
        "The violin needs a new bridge and fresh strings before the concert in the town hall.",
        "Bees swarmed in the orchard, a keeper came with a basket and took them up the hill.",
    };

    private final Desk desk = new Desk();

    private void apart(Contact... contacts) {
        Set<Long> campaigns = new HashSet<>();
        for (Contact contact : contacts) {
            Joined joined = desk.take(contact);
            assertThat(joined.because()).isEmpty();
            campaigns.add(joined.campaign());
        }
        assertThat(campaigns).hasSize(contacts.length);
    }

    @Test
    void a_big_mail_provider() {
        apart(
                Told.mail("ann@gmail.com", "x@ours.example", "", STORIES[0]),
                Told.mail("bob@gmail.com", "y@ours.example", "", STORIES[1]));
    }

    @Test
    void a_mailing_service() {
        MailAuthentication signed = new MailAuthentication(
                AuthResult.PASS,
                "em1.sendgrid.net",
                AuthResult.PASS,
                List.of("sendgrid.net"),
                AuthResult.NONE,
                "mx",
                null);
        apart(
                Told.mail("b1@em1.sendgrid.net", null, "x@ours.example", "", STORIES[0], List.of(), signed),
                Told.mail("b2@em2.sendgrid.net", null, "y@ours.example", "", STORIES[1], List.of(), signed));
    }

    @Test
    void a_link_shortener_with_other_pages_and_a_page_that_all_link_to() {
        apart(
                Told.sms("+14155550100", LINE, "https://bit.ly/aaaaaa https://www.facebook.com/"),
                Told.sms("+13125550177", LINE, "https://bit.ly/bbbbbb https://www.facebook.com/"));
    }

    @Test
    void the_companys_own_domain() {
        Desk own = new Desk(Tuning.USUAL.withShared(Set.of("acme.example")));
        own.take(Told.mail("support@acme.example", "x@ours.example", "", STORIES[0] + " https://acme.example/help"));
        assertThat(own.take(Told.mail(
                                "info@acme.example", "y@ours.example", "", STORIES[1] + " https://www.acme.example"))
                        .because())
                .isEmpty();
    }

    @Test
    void short_texts_that_anybody_says() {
        apart(
                Told.call("+14155550100", LINE, "Hello? Hello?"),
                Told.call("+13125550177", LINE, "Hello? Hello?"),
                Told.call("+16465550177", LINE, "Please call me back."),
                Told.call("+17185550177", LINE, "Please call me back."));
    }

    @Test
    void different_texts_of_one_language() {
        Contact[] calls = new Contact[STORIES.length];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = Told.call("+1" + (201 + 31 * i) + "5550" + (100 + 7 * i), LINE, STORIES[i]);
        }
        apart(calls);
    }

    @Test
    void withheld_and_made_up_numbers() {
        apart(
                Told.call(null, LINE, ""),
                Told.call(null, LINE, ""),
                Told.call("anonymous", LINE, ""),
                Told.call("anonymous", LINE, ""),
                Told.call("+10000000000", LINE, ""),
                Told.call("+10000000000", LINE, ""),
                Told.call("Restricted", LINE, ""),
                Told.call("Restricted", LINE, ""));
    }

    @Test
    void a_shown_number_that_is_ours() {
        apart(Told.call(LINE, LINE, ""), Told.call(LINE, LINE, ""));
    }

    @Test
    void a_number_beside_ours_or_whose_signature_failed() {
        StirShaken failed = new StirShaken(StirShaken.Verification.FAILED, null, null);
        apart(
                Told.call("+12025550139", LINE, ""),
                Told.call("+12025550139", LINE, ""),
                Told.call("+14155550100", LINE, null, "", failed),
                Told.call("+14155550100", LINE, null, "", failed));
    }

    @Test
    void one_block_of_numbers_on_different_days() {
        apart(Told.call("+14155557101", LINE, ""), Told.call("+14155557142", LINE, ""));
    }

    @Test
    void a_domain_that_a_forger_wrote_into_from() {
        MailAuthentication forged = new MailAuthentication(
                AuthResult.FAIL, "bank.example", AuthResult.FAIL, List.of(), AuthResult.FAIL, "mx", null);
        apart(
                Told.mail("alert@bank.example", null, "x@ours.example", "", STORIES[0], List.of(), forged),
                Told.mail("service@bank.example", null, "y@ours.example", "", STORIES[1], List.of(), forged));
    }

    @Test
    void one_subject_on_different_days() {
        apart(
                Told.mail("ann@gmail.com", "x@ours.example", "Your invoice is overdue", STORIES[0]),
                Told.mail("bob@gmx.de", "y@ours.example", "Your invoice is overdue", STORIES[1]));
    }

    @Test
    void our_own_number_and_address_that_a_sender_repeats() {
        apart(
                Told.sms("+14155550100", LINE, "To +1 202 555 0111"),
                Told.sms("+13125550177", LINE, "For +1 202 555 0111"),
                Told.mail("ann@gmail.com", "x@ours.example", "", "x@ours.example"),
                Told.mail("bob@gmail.com", "x@ours.example", "", "for x@ours.example"));
    }

    @Test
    void a_domain_that_turns_out_to_be_everybodys() {
        Set<Long> campaigns = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < STORIES.length; i++) {
                String story = new StringBuilder(STORIES[i]).reverse().substring(round * 7) + STORIES[(i + round) % 12];
                campaigns.add(desk.take(
                                Told.mail("p" + i + "r" + round + "@valley-mail.example", "x@ours.example", "", story))
                        .campaign());
            }
        }
        assertThat(campaigns).hasSizeGreaterThan(10);
    }

    @Test
    void weak_reasons_bridge_no_two_campaigns() {
        desk.take(Told.call("+14155557101", LINE, STORIES[0]));
        desk.take(Told.mail("ann@gmail.com", "x@ours.example", "", STORIES[1]));
        Joined joined = desk.take(Told.call("+14155557142", LINE, STORIES[1]));
        assertThat(joined.campaign()).isEqualTo(2);
        assertThat(joined.absorbed()).isEmpty();
    }
}
