package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.casework.SiblingFacts;
import io.barium.casework.Siblings;
import io.barium.casework.StratumFacts;
import io.barium.persona.AddressGenerator;
import io.barium.persona.PersonaMinter;
import io.barium.persona.TableProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Siblings of what was really planted. */
class SiblingFactsTest {
    private Fixture f;

    @BeforeEach
    void start() throws Exception {
        f = Fixture.sample();
    }

    @AfterEach
    void stop() {
        f.close();
    }

    @Test
    void there_are_a_thousand_siblings_for_each_planted_address_as_of_a_mark() {
        f.planter(20).topUp().await();
        long mark = mark();
        Siblings first = Siblings.of(facts(mark));
        assertThat(first.counts()).isEqualTo(thousands(mark)).hasSizeGreaterThan(3);

        f.planter(40).topUp().await();
        Siblings then = Siblings.of(facts(mark));
        assertThat(then.counts()).isEqualTo(first.counts());
        Siblings now = Siblings.of(facts(mark()));
        assertThat(now.counts()).isEqualTo(thousands(mark()));
        assertThat(now.counts().values().stream().mapToInt(n -> n).sum()).isEqualTo(40_000);
        assertThat(Siblings.of(facts(0)).counts()).isEmpty();

        List<String> guesses = guesses(facts(mark));
        assertThat(guesses).hasSize(20_000).allMatch(a -> !first.at(a).isEmpty());
        for (String guess : guesses) {
            assertThat(then.at(guess)).isEqualTo(first.at(guess));
            assertThat(now.at(guess).size())
                    .isGreaterThanOrEqualTo(first.at(guess).size());
        }
    }

    @Test
    void nothing_of_a_real_customer_is_kept() {
        f.planter(40).topUp().await();
        assertThat(f.texts(f.barium, "select p.key from mail_generator g, json_each_text(g.patterns) p"))
                .isNotEmpty()
                .allMatch(p -> p.replaceAll("\\{(given|family|g|f|yyyy|yy|n[0-9]*)}", "")
                        .matches("[._-]*"));
    }

    @Test
    void a_country_whose_names_are_not_known_has_no_siblings() {
        f.desk.query("update customer set locale = 'pl_PL' where locale = 'de_DE'")
                .execute()
                .await();
        f.planter(40).topUp().await();
        assertThat(f.number(f.barium, "select count(*) from stratum where name like 'mail % pl_PL%'"))
                .isPositive();
        assertThat(facts(mark())).isNotEmpty().noneMatch(s -> s.locale().equals("pl_PL"));
    }

    @ParameterizedTest
    @CsvSource({"US, en_US", "DE, de_DE", "GB, en_GB"})
    void minted_addresses_and_siblings_have_one_distribution(String region, String locale) {
        TableProfile profile = f.support().profile(2_000, 10, 5).await();
        PersonaMinter minter = new PersonaMinter(profile);
        SplittableRandom random = new SplittableRandom(6);
        List<String> minted = IntStream.range(0, 2_000)
                .mapToObj(i -> minter.identity(region, locale, "d", new HashSet<>(), random)
                        .email())
                .map(a -> a.toLowerCase(java.util.Locale.ROOT).substring(0, a.indexOf('@')))
                .toList();
        AddressGenerator generator =
                AddressGenerator.of(locale, minter.localParts(region, locale)).orElseThrow();
        Random other = new Random(7);
        List<String> drawn = IntStream.range(0, 2_000)
                .mapToObj(i -> generator.localPart(other))
                .toList();
        compare(
                locale + " shape",
                minted,
                drawn,
                a -> a.replaceAll("[a-z]+", "x").replaceAll("[0-9]", "9"));
        compare(locale + " first letter", minted, drawn, a -> a.substring(0, 1));
        compare(locale + " last letter", minted, drawn, a -> a.substring(a.length() - 1));
        compare(locale + " length", minted, drawn, a -> Integer.toString(a.length()));
    }

    /**
     * Two samples of one size are of one distribution: chi-square of homogeneity within four deviations of its mean.
     */
    private static void compare(String what, List<String> a, List<String> b, Function<String, String> kind) {
        Map<String, long[]> cells = new TreeMap<>();
        a.forEach(x -> cells.computeIfAbsent(kind.apply(x), k -> new long[2])[0]++);
        b.forEach(x -> cells.computeIfAbsent(kind.apply(x), k -> new long[2])[1]++);
        Map<Boolean, List<long[]>> bySize =
                cells.values().stream().collect(Collectors.partitioningBy(c -> c[0] + c[1] >= 10));
        List<long[]> compared = new ArrayList<>(bySize.get(true));
        long[] rest = bySize.get(false).stream().reduce(new long[2], (x, y) -> new long[] {x[0] + y[0], x[1] + y[1]});
        if (rest[0] + rest[1] >= 10) {
            compared.add(rest);
        }
        double chi = compared.stream()
                .mapToDouble(c -> (double) (c[0] - c[1]) * (c[0] - c[1]) / (c[0] + c[1]))
                .sum();
        int freedom = compared.size() - 1;
        System.out.printf("%s: chi-square %.1f, degrees of freedom %d%n", what, chi, freedom);
        assertThat(freedom).as(what).isPositive();
        assertThat(chi).as(what).isLessThan(freedom + 4 * Math.sqrt(2.0 * freedom));
    }

    private long mark() {
        return f.number(f.barium, "select max(n) from token_key");
    }

    private List<StratumFacts> facts(long mark) {
        return SiblingFacts.upTo(f.barium, mark).await();
    }

    private Map<String, Integer> thousands(long mark) {
        return f
                .texts(
                        f.barium,
                        "select s.name || '|' || 1000 * count(*) from token t join stratum s on s.id = t.stratum_id"
                                + " where t.kind = 'EMAIL' and t.role = 'PLANTED' and t.id in"
                                + " (select token_id from token_key where n <= " + mark + ") group by s.name")
                .stream()
                .map(r -> r.split("\\|", -1))
                .collect(Collectors.toMap(r -> r[0], r -> Integer.parseInt(r[1])));
    }

    /** Addresses as anybody would make them who had the seed. */
    private static List<String> guesses(List<StratumFacts> strata) {
        List<String> out = new ArrayList<>();
        for (StratumFacts s : strata) {
            Random random = new Random(s.seed());
            for (StratumFacts.Lot lot : s.lots()) {
                AddressGenerator generator =
                        AddressGenerator.of(s.locale(), lot.localParts()).orElseThrow();
                for (int i = 0; i < 1_000 * lot.planted(); i++) {
                    out.add(generator.localPart(random) + "@" + s.domain());
                }
            }
        }
        return out;
    }
}
