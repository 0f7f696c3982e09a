package io.barium.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.verdict.Change.Kind;
import io.barium.verdict.Verdict.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
    static Stream<Verdict> verdicts() {
        return Stream.of(
                Samples.quiet(),
                Samples.contactOnly(),
                Samples.confirmed(),
                Samples.twoSnapshots(),
                Samples.doubtful(),
                Samples.hostile());
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void it_always_has_five_sentences_and_something_to_say_against_itself(Verdict verdict) {
        Explanation words = Explanation.of(verdict);
        assertThat(words.summary()).hasSize(5).allMatch(s -> s.endsWith("."));
        assertThat(words.reasons()).isNotEmpty();
        assertThat(words.wouldChange()).isNotEmpty();
        assertThat(words.caveats()).anyMatch(c -> c.startsWith("Access is not guilt."));
        assertThat(all(words)).doesNotContain("NaN").doesNotContain("null").doesNotContain("Infinity");
        assertThat(all(words).lines()).allMatch(line -> line.length() < 600);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void certainty_is_never_claimed(Verdict verdict) {
        assertThat(all(Explanation.of(verdict)).replace("between 0 % and 100 %", ""))
                .doesNotContainPattern("probability (of )?(100|0) %")
                .doesNotContainPattern("(100|0) % probable");
    }

    @Test
    void the_prior_stands_beside_the_posterior_and_the_bound_is_the_levels() {
        Explanation words = Explanation.of(Samples.confirmed());
        assertThat(words.summary().get(0)).contains("99.6 %").contains("2 % a year");
        assertThat(words.reasons())
                .contains(
                        "The evidence E, as odds of chance against a leak, is 1 to 11,000. From a prior of 2 % a year"
                                + " it makes a leak 99.6 % probable.",
                        "Without a leak, level CONFIRMED would ever be reached in at most 1 of 1,000 tenant-years.");
    }

    @Test
    void below_watch_no_bound_is_claimed_and_a_level_that_faded_says_so() {
        assertThat(all(Explanation.of(Samples.contactOnly())))
                .contains("no bound on false alarms")
                .doesNotContain("tenant-years.");
        assertThat(Explanation.of(Samples.doubtful()).summary().get(0)).contains("weaker since");
        assertThat(Explanation.of(Samples.doubtful()).reasons()).anyMatch(r -> r.contains("not taken back"));
    }

    @Test
    void the_same_evidence_under_other_priors_is_what_bayes_says() {
        double odds = Math.exp(9.3);
        double rare = .005 * odds / (.995 + .005 * odds);
        assertThat(Explanation.of(Samples.confirmed()).caveats())
                .anyMatch(c -> c.contains(Math.round(100 * rare) + " % probable where one tenant-year in 200"));
    }

    @Test
    void people_are_named_by_pseudonym_alone() {
        Place place = new Place("agent:1", OriginKind.AGENT, "7f3a", .97, .9, .99, 5, 6, false, null);
        assertThat(Paths.in(place))
                .isEqualTo("somebody with access to 5 of the 6 records that were reached (pseudonym 7f3a)");
        Place nameable = new Place("agent:1", OriginKind.AGENT, "7f3a", .97, .9, .99, 5, 6, true, null);
        assertThat(Paths.in(nameable)).isEqualTo("the pseudonymised agent 7f3a (the name needs two people's unlock)");
    }

    @Test
    void those_to_be_told_are_counted_where_they_are_fewest() {
        assertThat(Explanation.of(Samples.confirmed()).summary().get(3))
                .contains("between 48 % and 93 %")
                .contains("41,400 customers of region US, region UK");
        assertThat(Explanation.of(Samples.doubtful()).summary().get(3)).contains("nobody has counted them");
    }

    @Test
    void a_first_contact_is_told_and_nothing_twice() {
        assertThat(kinds(null, Samples.quiet())).isEmpty();
        assertThat(kinds(null, Samples.contactOnly())).containsExactly(Kind.CONTACT);
        for (Verdict verdict : verdicts().toList()) {
            assertThat(Explanation.change(verdict, verdict)).isEmpty();
        }
    }

    @Test
    void a_rise_is_told_once_at_its_height_with_its_bound() {
        List<Change> changes = Explanation.change(Samples.contactOnly(), level(Level.SUSPECTED));
        assertThat(changes).extracting(Change::kind).containsExactly(Kind.SUSPECTED);
        assertThat(changes.get(0).text())
                .contains("1 to 11,000")
                .contains("1 of 100 tenant-years")
                .contains("prior of 2 %");
        assertThat(kinds(level(Level.CONFIRMED), level(Level.CONFIRMED))).isEmpty();
    }

    @Test
    void a_path_is_told_when_it_passes_a_mark_or_another_one_takes_the_lead() {
        assertThat(kinds(best("a", .79), best("a", .81))).containsExactly(Kind.ORIGIN_NARROWED);
        assertThat(kinds(best("a", .81), best("a", .94))).isEmpty();
        assertThat(kinds(best("a", .94), best("a", .96))).containsExactly(Kind.ORIGIN_NARROWED);
        assertThat(kinds(best("a", .96), best("a", .7))).isEmpty();
        assertThat(kinds(best("a", .3), best("b", .31))).isEmpty();
        assertThat(kinds(best("a", .49), best("b", .51))).containsExactly(Kind.ORIGIN_NARROWED);
        assertThat(kinds(best("a", .85), best("b", .4))).containsExactly(Kind.ORIGIN_NARROWED);
        Verdict unknown = Samples.with(
                Samples.confirmed(),
                Level.CONFIRMED,
                List.of(new Place("unknown", OriginKind.UNKNOWN, "unknown", .97, .9, .99, 0, 6, false, null)),
                false);
        assertThat(kinds(best("a", .3), unknown)).isEmpty();
        assertThat(kinds(unknown, unknown)).isEmpty();
    }

    @Test
    void another_snapshot_and_known_controls_are_told() {
        assertThat(kinds(best("a", .5), Samples.twoSnapshots())).contains(Kind.ANOTHER_SNAPSHOT);
        List<Change> known = Explanation.change(
                level(Level.CONFIRMED), Samples.with(Samples.confirmed(), Level.CONFIRMED, List.of(), true));
        assertThat(known).extracting(Change::kind).containsExactly(Kind.CONTROLS_KNOWN);
        assertThat(known.get(0).text()).contains("Our own registry may be known");
    }

    private static Verdict level(Level level) {
        return Samples.with(Samples.confirmed(), level, List.of(), false);
    }

    private static Verdict best(String key, double probability) {
        Place place = new Place(key, OriginKind.QUEUE, key, probability, 0, 1, 3, 4, false, null);
        return Samples.with(Samples.confirmed(), Level.CONFIRMED, List.of(place), false);
    }

    private static List<Kind> kinds(@org.jspecify.annotations.Nullable Verdict previous, Verdict now) {
        return Explanation.change(previous, now).stream().map(Change::kind).toList();
    }

    private static String all(Explanation words) {
        return Stream.of(words.summary(), words.reasons(), words.wouldChange(), words.caveats())
                .flatMap(List::stream)
                .reduce("", (a, b) -> a + "\n" + b);
    }
}
