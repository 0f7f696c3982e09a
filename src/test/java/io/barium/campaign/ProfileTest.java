package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.campaign.Profile.Counted;
import io.barium.campaign.Profile.Saying;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.MailAuthentication;
import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static final String LINE = "+12025550111";
    private static final List<String> BRANDS = List.of("Northwind");
    private static final String SCRIPT =
            "This is Northwind. You were overcharged and we owe you a refund of 300 dollars;"
                    + " please ring 415 555 0199 before the office closes tonight.";
    private static final StirShaken SIGNED =
            new StirShaken(Verification.PASSED, Attestation.A, "TN-Validation-Passed-A");

    private final List<Observed> seen = new ArrayList<>();

    private void at(String time, Contact contact) {
        seen.add(new Observed(seen.size() + 1, Instant.parse(time), contact, 1));
    }

    @Test
    void a_case_of_two_calls_a_mail_and_a_text() {
        at("2026-08-03T13:10:00Z", Told.call("+13125550100", LINE, null, SCRIPT, SIGNED));
        Call second = Told.call("+13125550100", LINE, null, SCRIPT.replace("tonight", "this evening"), SIGNED);
        at("2026-08-03T14:20:00Z", second);
        at("2026-08-03T14:25:00Z", second);
        at(
                "2026-08-04T14:30:00Z",
                Told.mail(
                        "refunds@north-pay.example",
                        "Northwind",
                        "x@ours.example",
                        "Erstattung",
                        "Bitte best\u00e4tigen Sie Ihre Bankverbindung: https://login.north-pay.example/de",
                        List.of(),
                        new MailAuthentication(
                                AuthResult.PASS,
                                "north-pay.example",
                                AuthResult.NONE,
                                List.of("mailer.example"),
                                AuthResult.FAIL,
                                "mx",
                                null)));
        at("2026-08-04T14:31:00Z", Told.sms(null, LINE, "Your package waits\u202e: pay at once"));

        Profile profile = Profile.of(seen, BRANDS);
        assertThat(profile.contacts()).isEqualTo(4);
        assertThat(profile.callers()).containsExactly(new Counted("+1 312 555 0100", 2), new Counted("withheld", 1));
        assertThat(profile.senderAddresses()).containsExactly(new Counted("refunds@north-pay.example", 1));
        assertThat(profile.senderDomains())
                .containsExactly(new Counted("north-pay.example", 1), new Counted("mailer.example", 1));
        assertThat(profile.linkDomains()).containsExactly(new Counted("north-pay.example", 1));
        assertThat(profile.callBackNumbers()).containsExactly(new Counted("+1 415 555 0199", 2));
        assertThat(profile.replyAddresses()).isEmpty();
        assertThat(profile.wordings()).hasSize(3).first().isEqualTo(new Saying(SCRIPT, 2));
        assertThat(profile.wordings()).extracting(Saying::excerpt).contains("Your package waits: pay at once");
        assertThat(profile.pretexts())
                .containsExactlyInAnyOrder(
                        new Counted("refund", 3),
                        new Counted("account verification", 1),
                        new Counted("payment or invoice", 1),
                        new Counted("parcel or customs", 1));
        assertThat(profile.brands()).containsExactly(new Counted("Northwind", 3));
        assertThat(profile.channels())
                .containsExactly(new Counted("call", 2), new Counted("mail", 1), new Counted("sms", 1));
        assertThat(profile.attestations())
                .containsExactly(
                        new Counted("STIR/SHAKEN A passed", 2),
                        new Counted("SPF pass", 1),
                        new Counted("DMARC fail", 1));
        assertThat(profile.hours().byHour().get(14)).isEqualTo(3);
        assertThat(profile.hours().byWeekday()).containsExactly(2, 2, 0, 0, 0, 0, 0);
        assertThat(profile.hours().hint()).isNull();
        assertThat(profile.firstSeen()).isEqualTo("2026-08-03T13:10:00Z");
        assertThat(profile.lastSeen()).isEqualTo("2026-08-04T14:31:00Z");
    }

    @Test
    void nothing_is_known_of_nobody() {
        Profile profile = Profile.of(List.of(), BRANDS);
        assertThat(profile.contacts()).isZero();
        assertThat(profile.callers()).isEmpty();
        assertThat(profile.firstSeen()).isNull();
        assertThat(profile.hours().byHour()).hasSize(24).containsOnly(0);
    }

    @Test
    void a_working_day_tells_its_time_zone() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int hour = (3 + random.nextInt(10)) % 24;
            at(
                    String.format("2026-08-%02dT%02d:%02d:00Z", 3 + i % 5, hour, random.nextInt(60)),
                    Told.call(null, LINE, ""));
        }
        assertThat(Profile.of(seen, BRANDS).hours().hint())
                .isEqualTo("100 % between 03:00 and 13:00 UTC: a working day at UTC+5");
    }

    @Test
    void a_shorter_day_fits_several_zones_and_one_around_the_clock_none() {
        assertThat(Hours.of(times(22, 23, 0, 1, 2, 3, 4, 5, 6)).hint())
                .isEqualTo("100 % between 22:00 and 07:00 UTC: a working day at UTC+10 to UTC+11");
        assertThat(Hours.of(times(0, 3, 6, 9, 12, 15, 18, 21)).hint()).isNull();
        assertThat(Hours.of(times(9, 10)).hint()).isNull();
    }

    private static List<Instant> times(int... hours) {
        List<Instant> times = new ArrayList<>();
        for (int day = 0; day < 8; day++) {
            Instant start = Instant.parse("2026-08-03T00:30:00Z").plusSeconds(86_400L * day);
            Arrays.stream(hours).forEach(h -> times.add(start.plusSeconds(3_600L * h)));
        }
        return times;
    }

    @Test
    void lists_are_bounded_and_have_the_most_frequent_first() {
        for (int i = 0; i < 120; i++) {
            at("2026-08-03T13:10:00Z", Told.call("+1312555" + (1_000 + i % 70), LINE, ""));
        }
        List<Counted> callers = Profile.of(seen, BRANDS).callers();
        assertThat(callers).hasSize(50).allMatch(c -> c.contacts() == 2);
    }

    @Test
    void a_pretext_is_heard_in_german_too() {
        assertThat(Pretext.of("Ihr Computer ist infiziert")).containsExactly(Pretext.INFECTED_COMPUTER);
        assertThat(Pretext.of("Wir haben ein Stellenangebot f\u00fcr Sie")).containsExactly(Pretext.JOB_OFFER);
        assertThat(Pretext.of("Ihre Lizenz l\u00e4uft ab")).containsExactly(Pretext.LICENCE_EXPIRY);
        assertThat(Pretext.of("Hi Mum, I dropped my phone")).containsExactly(Pretext.FAMILY_IN_NEED);
        assertThat(Pretext.of("See you on Sunday")).isEmpty();
    }
}
