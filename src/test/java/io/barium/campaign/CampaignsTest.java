package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.campaign.Campaigns.Joined;
import io.barium.model.Contact;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("alone")
class CampaignsTest {
    private static final String LINE = "+12025550111";
    private static final Instant START = Instant.parse("2026-08-03T07:00:00Z");

    private final Desk desk = new Desk();

    @Test
    void a_late_merge_keeps_the_older_campaign() {
        desk.take(Told.call("+14155550100", LINE, ""));
        desk.take(Told.sms("+13125550177", LINE, "https://pay.parcel-fee.example/a"));
        assertThat(desk.campaigns().merged()).isEmpty();
        Joined bridge = desk.take(Told.call("+14155550100", LINE, "go to https://parcel-fee.example"));
        assertThat(bridge.campaign()).isEqualTo(1);
        assertThat(bridge.absorbed()).containsExactly(2L);
        assertThat(Desk.kinds(bridge)).containsExactlyInAnyOrder("caller-number", "link-domain");
        assertThat(desk.campaigns().merged()).isEqualTo(Map.of(2L, 1L));
        assertThat(desk.take(Told.sms("+16465550177", LINE, "https://parcel-fee.example/b"))
                        .campaign())
                .isEqualTo(1);
    }

    @Test
    void merges_of_merges_lead_to_the_oldest() {
        desk.take(Told.call("+14155550100", LINE, ""));
        desk.take(Told.call("+13125550177", LINE, ""));
        desk.take(Told.call("+16465550144", LINE, ""));
        desk.take(Told.sms("+16465550144", LINE, "312-555-0177"));
        assertThat(desk.campaigns().merged()).isEqualTo(Map.of(3L, 2L));
        desk.take(Told.sms("+16465550144", LINE, "415-555-0100"));
        assertThat(desk.campaigns().merged()).isEqualTo(Map.of(2L, 1L, 3L, 1L));
    }

    @Test
    void what_was_not_seen_for_ninety_days_is_forgotten() {
        String link = "https://parcel-fee.example/a";
        desk.take(Told.call("+14155550100", LINE, link));
        desk.after(Duration.ofDays(89)).take(Told.call("+14155550100", LINE, ""));
        assertThat(desk.after(Duration.ofDays(2))
                        .take(Told.sms("+13125550177", LINE, link))
                        .campaign())
                .isEqualTo(3);
        assertThat(desk.after(Duration.ofDays(87))
                        .take(Told.call("+14155550100", LINE, ""))
                        .campaign())
                .isEqualTo(1);
    }

    @Test
    void a_wording_that_was_not_seen_for_ninety_days_is_forgotten() {
        String script =
                "we are moving all our customers to the new tariff and need the number on the back of your card";
        desk.take(Told.call("+14155550100", LINE, script));
        assertThat(desk.after(Duration.ofDays(91))
                        .take(Told.call("+13125550177", LINE, script))
                        .because())
                .isEmpty();
    }

    @Test
    void a_burst_is_over_after_half_an_hour() {
        desk.take(Told.call("+14155557101", LINE, ""));
        assertThat(desk.after(Duration.ofMinutes(31))
                        .atOnce(Told.call("+14155557842", LINE, ""))
                        .campaign())
                .isEqualTo(2);
        assertThat(desk.after(Duration.ofMinutes(29))
                        .atOnce(Told.call("+14155557333", LINE, ""))
                        .because())
                .isNotEmpty();
    }

    @Test
    void a_clock_that_goes_back_stands_still() {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        campaigns.take(1, START, Told.call("+14155550100", LINE, ""));
        assertThat(campaigns
                        .take(2, START.minus(Duration.ofDays(400)), Told.call("+14155550100", LINE, ""))
                        .campaign())
                .isEqualTo(1);
        assertThat(campaigns.take(3, START, Told.call("+14155550100", LINE, "")).campaign())
                .isEqualTo(1);
    }

    @Test
    void contacts_out_of_order_are_refused_and_change_nothing() {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        campaigns.take(7, START, Told.call("+14155550100", LINE, ""));
        assertThatThrownBy(() -> campaigns.take(7, START, Told.call("+13125550177", LINE, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journal order");
        assertThat(campaigns.take(8, START, Told.call("+13125550177", LINE, "")).because())
                .isEmpty();
    }

    @Test
    void the_same_contacts_give_the_same_campaigns() {
        List<SimulatedActors.Dated> world = SimulatedActors.world(7).subList(0, 2_000);
        assertThat(answers(world)).isEqualTo(answers(world));
    }

    private static List<Joined> answers(List<SimulatedActors.Dated> world) {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        List<Joined> answers = new ArrayList<>();
        for (int i = 0; i < world.size(); i++) {
            answers.add(campaigns.take(i, world.get(i).at(), world.get(i).contact()));
        }
        return answers;
    }

    @Test
    void every_answer_is_a_campaign_that_was_opened_and_merges_lead_to_one_that_stands() {
        List<Joined> answers = answers(SimulatedActors.world(8));
        Set<Long> standing = new HashSet<>();
        Set<Long> gone = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            Joined joined = answers.get(i);
            if (joined.because().isEmpty()) {
                assertThat(joined.campaign()).isEqualTo(i);
                standing.add((long) i);
            }
            assertThat(standing).contains(joined.campaign()).containsAll(joined.absorbed());
            assertThat(joined.absorbed()).allMatch(a -> a > joined.campaign());
            standing.removeAll(joined.absorbed());
            gone.addAll(joined.absorbed());
        }
        assertThat(gone).isNotEmpty();
    }

    @Test
    void with_few_places_the_longest_unseen_give_way_and_the_rest_stays_right() {
        Desk small = new Desk(new Tuning(Duration.ofDays(90), Duration.ofMinutes(30), 8, 2, Set.of()));
        small.take(Told.call("+14155550100", LINE, ""));
        for (int i = 0; i < 20; i++) {
            small.take(Told.call("+1312555" + (1_000 + 77 * i), LINE, ""));
        }
        assertThat(small.take(Told.call("+14155550100", LINE, "")).because()).isEmpty();
        assertThat(small.take(Told.call("+14155550100", LINE, "")).because()).isNotEmpty();
    }

    @Test
    void a_hundred_thousand_contacts_take_seconds() {
        List<Contact> contacts = new ArrayList<>();
        SimulatedActors.world(11).forEach(d -> contacts.add(d.contact()));
        Collections.rotate(contacts, 1_000);
        List<String> stories = contacts.stream()
                .map(Contact::text)
                .filter(t -> t.length() > 200)
                .toList();
        List<Contact> taken = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            // A third are texts that nobody has said before, from numbers that nobody has seen.
            taken.add(
                    i % 3 == 0
                            ? Told.call(
                                    "+1" + (2_000_000_000L + i * 7_919L),
                                    LINE,
                                    stories.get(i % stories.size()).substring(i % 97) + Integer.toString(i * 7919, 36))
                            : contacts.get(i % contacts.size()));
        }
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < taken.size(); i++) {
            campaigns.take(i, START.plusSeconds(60L * i), taken.get(i));
        }
        double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        System.out.printf("campaigns: 100,000 contacts in %.1f s of one processor%n", seconds);
        assertThat(seconds).isLessThan(15);
    }
}
