package io.barium.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.verdict.Verdict.Basis;
import io.barium.verdict.Verdict.Place;
import io.barium.verdict.Verdict.Reach;
import io.barium.verdict.Verdict.SegmentShare;
import io.barium.verdict.Verdict.Strength;
import io.barium.verdict.Verdict.Window;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictJsonTest {
    private static final double[] EDGES = {
        0,
        -0.0,
        .1,
        1.0 / 3,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        Math.nextUp(1),
        2e-3,
        1e22,
        9007199254740992.0,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    @Test
    void random_verdicts_come_back_bit_for_bit() {
        Random random = new Random(20_260);
        for (int i = 0; i < 1_000; i++) {
            Verdict verdict = any(random);
            Verdict back = VerdictJson.read(VerdictJson.write(verdict));
            assertThat(back).isEqualTo(verdict);
            assertThat(VerdictJson.write(back)).isEqualTo(VerdictJson.write(verdict));
        }
    }

    @Test
    void doubles_of_any_bit_pattern_survive() {
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            Verdict verdict = with(Map.of("x", value));
            double back = VerdictJson.read(VerdictJson.write(verdict))
                    .basis()
                    .parameters()
                    .get("x");
            assertThat(Double.doubleToLongBits(back)).isEqualTo(Double.doubleToLongBits(value));
        }
    }

    @Test
    void the_same_verdict_gives_the_same_text_whatever_the_order_of_its_maps() {
        Map<String, Double> forth = new LinkedHashMap<>();
        Map<String, Double> back = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            forth.put("p" + i, i / 7.0);
            back.put("p" + (49 - i), (49 - i) / 7.0);
        }
        assertThat(VerdictJson.write(with(forth)))
                .isEqualTo(VerdictJson.write(with(back)))
                .isEqualTo(VerdictJson.write(with(new HashMap<>(forth))));
    }

    @Test
    void the_text_is_what_the_record_says_in_its_order_with_infinities_as_texts() {
        assertThat(VerdictJson.write(Samples.hostile()))
                .startsWith("{\"caseId\":15,\"basis\":{\"model\":1,\"parameters\":{")
                .contains(
                        "\"strength\":{\"logE\":\"Infinity\",\"prior\":0.02,\"posterior\":1.0,\"logSum\":\"-Infinity\"")
                .contains("\"earliest\":null")
                .doesNotContain("silent");
    }

    @Test
    void a_text_that_is_no_verdict_is_refused_with_what_it_lacks() {
        String text = VerdictJson.write(Samples.confirmed());
        assertThatThrownBy(() -> VerdictJson.read(text.replace("\"level\":\"CONFIRMED\",", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level");
        assertThatThrownBy(() -> VerdictJson.read(text.replace("\"logE\":9.3", "\"logE\":null")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logE");
        assertThatThrownBy(() -> VerdictJson.read(text.substring(0, 100))).isInstanceOf(IllegalArgumentException.class);
        assertThat(VerdictJson.read(text.replaceFirst("\\{", "{\"later\":1,"))).isEqualTo(Samples.confirmed());
    }

    private static Verdict with(Map<String, Double> parameters) {
        Verdict v = Samples.quiet();
        Basis b = v.basis();
        return new Verdict(
                v.caseId(),
                new Basis(b.model(), parameters, b.brands(), b.seq(), b.registry(), b.exposures(), b.at()),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                v.origins(),
                v.shares(),
                v.registryKnown(),
                v.campaigns());
    }

    private static Verdict any(Random r) {
        Map<String, Double> parameters = new HashMap<>();
        times(r, 6, () -> parameters.put(text(r), number(r)));
        Window window = r.nextInt(4) == 0
                ? null
                : new Window(
                        r.nextBoolean() ? null : time(r),
                        time(r),
                        time(r),
                        time(r),
                        time(r),
                        time(r),
                        times(r, 40, () -> number(r)),
                        r.nextBoolean(),
                        number(r),
                        r.nextBoolean() ? List.of() : List.of(time(r), time(r)));
        return new Verdict(
                r.nextLong(),
                new Basis(
                        r.nextInt(),
                        Collections.unmodifiableMap(parameters),
                        times(r, 3, () -> text(r)),
                        r.nextLong(),
                        2,
                        3,
                        time(r)),
                any(r, Level.values()),
                new Strength(number(r), number(r), number(r), number(r), r.nextInt(), r.nextBoolean()),
                new Reach(r.nextLong(), r.nextInt(), r.nextInt(), 4, 5, 6, time(r)),
                window,
                times(
                        r,
                        5,
                        () -> new Place(
                                text(r),
                                any(r, OriginKind.values()),
                                text(r),
                                number(r),
                                number(r),
                                number(r),
                                r.nextInt(),
                                r.nextInt(),
                                r.nextBoolean(),
                                r.nextBoolean() ? null : time(r))),
                times(
                        r,
                        5,
                        () -> new SegmentShare(
                                text(r), r.nextInt(), r.nextInt(3), number(r), number(r), number(r), r.nextLong())),
                r.nextBoolean(),
                times(r, 6, r::nextLong));
    }

    private static <T> List<T> times(Random r, int most, Supplier<T> one) {
        return Stream.generate(one).limit(r.nextInt(most)).toList();
    }

    private static <E> E any(Random r, E[] values) {
        return List.of(values).get(r.nextInt(values.length));
    }

    private static double number(Random r) {
        return switch (r.nextInt(3)) {
            case 0 -> EDGES[r.nextInt(EDGES.length)];
            case 1 -> r.nextGaussian() * 20;
            default -> Double.longBitsToDouble(r.nextLong());
        };
    }

    private static Instant time(Random r) {
        return Instant.ofEpochSecond(r.nextInt(), r.nextBoolean() ? 0 : r.nextInt(1_000_000_000));
    }

    private static String text(Random r) {
        return r.ints(r.nextInt(12), 1, 0xd7ff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
