package io.barium.replay;

import io.barium.inference.Posterior;
import io.barium.replay.WorldSettings.Leak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Worlds of random truth straight into the inference, each judged beside that truth. */
public final class FastReplay {
    private static final int CANARIES = 500;
    private static final double PRIOR = .02;
    private static final double EARLIEST = 30;
    private static final double LATEST = 120;
    private static final int AFTER = 120;

    private FastReplay() {}

    /**
     * A world's truth and what was concluded. Days are counted from its begin; {@code null} where a thing did not
     * happen.
     *
     * @param seed of the world
     * @param canaries planted in it
     * @param days that it lasted
     * @param origin that was leaked: {@code all}, a segment such as {@code s3}, or {@code none}
     * @param leakDay when
     * @param share of the customers that left
     * @param contacted share of the rows that left which is contacted within 30 days
     * @param contact day of the first contact with a planted token
     * @param watch day of E of 20
     * @param suspected day of E of 100
     * @param confirmed day of E of 1,000
     * @param logE at the end
     * @param mostLogE the largest
     * @param posterior of a leak at the end
     * @param anyHit when "any hit" would have alarmed
     * @param threeDistinct when "three distinct canaries in 30 days" would
     * @param tenHits when "ten contacts in 30 days" would
     */
    public record Judged(
            long seed,
            int canaries,
            int days,
            String origin,
            @Nullable Double leakDay,
            double share,
            double contacted,
            @Nullable Double contact,
            @Nullable Double watch,
            @Nullable Double suspected,
            @Nullable Double confirmed,
            double logE,
            double mostLogE,
            double posterior,
            @Nullable Double anyHit,
            @Nullable Double threeDistinct,
            @Nullable Double tenHits) {
        /** Whether there was a leak in it. */
        public boolean leaked() {
            return leakDay != null;
        }
    }

    /** Settings of a seed's world: a third each without a leak, with all rows leaked, with a segment leaked. */
    public static WorldSettings settings(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double day = EARLIEST + random.nextInt((int) (LATEST - EARLIEST));
        double q = List.of(.02, .05, .1).get(random.nextInt(3));
        int segment = random.nextInt(WorldSettings.SEGMENTS);
        return switch (random.nextInt(3)) {
            case 0 -> WorldSettings.quiet(CANARIES);
            case 1 -> WorldSettings.leaking(CANARIES, Leak.all(q).onDay(day), AFTER);
            default -> WorldSettings.leaking(CANARIES, Leak.segment(segment, q).onDay(day), AFTER);
        };
    }

    /** Judges the world of a seed. */
    public static Judged judge(long seed) {
        WorldSettings settings = settings(seed);
        World world = new World(settings, seed);
        Watch.Course course = Watch.of(world, settings);
        HitCounting.Said said = HitCounting.of(world);
        Leak leak = settings.leak();
        return new Judged(
                seed,
                settings.canaries(),
                settings.days(),
                origin(leak),
                leak.any() ? leak.day() : null,
                !leak.any() ? 0 : leak.segment() == Leak.EVERYTHING ? 1 : 1.0 / WorldSettings.SEGMENTS,
                leak.q(),
                day(said.anyHit()),
                day(course.crossed()[0]),
                day(course.crossed()[1]),
                day(course.crossed()[2]),
                course.end(),
                course.most(),
                Posterior.of(PRIOR, course.end()),
                day(said.anyHit()),
                day(said.threeDistinct()),
                day(said.tenHits()));
    }

    /** Judges so many worlds, in the order of their seeds, whatever the number of processors. */
    public static List<Judged> run(int worlds, long seed) {
        return IntStream.range(0, worlds)
                .parallel()
                .mapToObj(i -> judge(seed + i))
                .toList();
    }

    /** Shares and medians over judged worlds, by name, in the order in which they are told. */
    public static Map<String, Double> summary(List<Judged> judged) {
        List<Judged> quiet = judged.stream().filter(j -> !j.leaked()).toList();
        List<Judged> leaked = judged.stream().filter(Judged::leaked).toList();
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("worlds without a leak", (double) quiet.size());
        out.put("  alarm by any hit", share(quiet, j -> day(j.anyHit())));
        out.put("  alarm by three distinct in 30 days", share(quiet, j -> day(j.threeDistinct())));
        out.put("  alarm by ten hits in 30 days", share(quiet, j -> day(j.tenHits())));
        out.put("  suspected (E >= 100)", share(quiet, j -> day(j.suspected())));
        out.put("  confirmed (E >= 1000)", share(quiet, j -> day(j.confirmed())));
        out.put("worlds with a leak", (double) leaked.size());
        out.put(
                "  alarm by any hit before the leak",
                share(leaked, j -> day(j.anyHit()) - day(j.leakDay()) > 0 ? Double.POSITIVE_INFINITY : 0));
        out.put("  suspected within 90 days", share(leaked, j -> within(j, j.suspected())));
        out.put("  confirmed within 90 days", share(leaked, j -> within(j, j.confirmed())));
        out.put("  median days to suspected", median(leaked, j -> day(j.suspected()) - day(j.leakDay())));
        out.put("  median days to confirmed", median(leaked, j -> day(j.confirmed()) - day(j.leakDay())));
        return out;
    }

    private static double within(Judged judged, @Nullable Double day) {
        double delay = day(day) - day(judged.leakDay());
        return delay >= 0 && delay <= 90 ? delay : Double.POSITIVE_INFINITY;
    }

    private static double share(List<Judged> of, ToDoubleFunction<Judged> day) {
        return of.stream().mapToDouble(day).filter(Double::isFinite).count() / (double) of.size();
    }

    private static double median(List<Judged> of, ToDoubleFunction<Judged> days) {
        double[] sorted = of.stream().mapToDouble(days).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private static String origin(Leak leak) {
        return !leak.any() ? "none" : leak.segment() == Leak.EVERYTHING ? "all" : "s" + leak.segment();
    }

    private static @Nullable Double day(double day) {
        return Double.isFinite(day) ? day : null;
    }

    private static double day(@Nullable Double day) {
        return day == null ? Double.POSITIVE_INFINITY : day;
    }
}
