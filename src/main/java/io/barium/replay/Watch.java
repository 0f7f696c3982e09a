package io.barium.replay;

import io.barium.inference.Cluster;
import io.barium.inference.Evidence;
import io.barium.inference.Grid;
import io.barium.inference.Origin;
import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Barium's evidence in a simulated world, straight into the inference. Lines have no guard against stray contacts: they
 * get so many calls anyway that no rate would tell anything, and the company's calls are told by its own numbers.
 */
public final class Watch {
    /** Stray mails a planted address and year, as they are in the simulated world. */
    public static final double NU = .002;
    /** How many times too low the bound on them is, where it is. */
    static final double TOO_LOW = 3;

    private static final double WHOLE = .6;
    private static final int WEEK = 7;
    private static final double YEAR = 365;
    private static final String ANY = "any";
    private static final String BRAND = "brand";
    /** A planted line is called by somebody within weeks, so that calls in the company's name tell more. */
    private static final Map<String, Double> CALLS = marks(.25, .75);
    /** Digit strings as long as a ticket number that a contact bears, tickets of a persona, ticket numbers. */
    private static final double ACCIDENT = .1 * 3 / 1e7;

    /**
     * What was concluded.
     *
     * @param most the largest E, as a logarithm
     * @param mostIfMistaken the same with a bound on stray mails that is three times too low
     * @param crossed the day on which E first exceeded 20, 100 and 1000; infinite where it did not
     * @param end E at the end, as a logarithm
     */
    public record Course(double most, double mostIfMistaken, double[] crossed, double end) {}

    private static final double[] LEVELS = {Math.log(20), Math.log(100), Math.log(1000)};

    private final Evidence evidence;
    private final Map<String, Double> began = new HashMap<>();
    private double most;
    private double mostIfMistaken;
    private final double[] crossed = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

    private Watch(World world, WorldSettings settings, double nu) {
        Grid phone = Grid.of(world.lineStrata(), origins(world, settings, true), starts());
        Grid mail = Grid.of(world.mailStrata(), origins(world, settings, false), starts())
                .among(world.siblings());
        this.evidence =
                new Evidence(phone).channel("phone", phone, CALLS, null).channel("mail", mail, List.of(ANY), nu);
    }

    /** Watches a world to its end with a bound on stray mails a planted address and year. */
    public static Course of(World world, WorldSettings settings, double nu) {
        Watch watch = new Watch(world, settings, nu);
        world.waves().forEach(watch::see);
        return new Course(watch.most, watch.mostIfMistaken, watch.crossed, watch.evidence.logE(settings.days()));
    }

    /** The same with the usual bound. */
    public static Course of(World world, WorldSettings settings) {
        return of(world, settings, NU);
    }

    private void see(World.Wave wave) {
        double at = began.computeIfAbsent(wave.campaign(), c -> wave.day());
        Cluster cluster = new Cluster(wave.campaign(), at, wave.tokens(), wave.siblings(), wave.day());
        String way = wave.way() == World.Way.PHONE ? "phone" : "mail";
        evidence.searched(wave.day(), (wave.tokens().size() + wave.siblings().size()) * ACCIDENT);
        boolean changed = evidence.take(way, ANY, cluster);
        changed |= wave.way() == World.Way.PHONE && wave.brand() && evidence.take(way, BRAND, cluster);
        changed |= wave.quotes()
                && evidence.quoted(at, "ticket of " + wave.tokens().get(0));
        if (changed) {
            judge(wave.day());
        }
    }

    /** The guards are asked only where labels alone would make a new record. */
    private void judge(double day) {
        double byLabels = evidence.logByLabels();
        if (byLabels > mostIfMistaken) {
            mostIfMistaken = Math.max(mostIfMistaken, Math.min(byLabels, evidence.logGuarded(day, 1 / TOO_LOW)));
        }
        if (byLabels > most) {
            most = Math.max(most, Math.min(byLabels, evidence.logGuarded(day, 1)));
            for (int l = 0; l < LEVELS.length; l++) {
                if (most >= LEVELS[l]) {
                    crossed[l] = Math.min(crossed[l], day);
                }
            }
        }
    }

    private static Map<String, Double> marks(double any, double brand) {
        Map<String, Double> marks = new LinkedHashMap<>();
        marks.put(ANY, any);
        marks.put(BRAND, brand);
        return marks;
    }

    private static List<Double> starts() {
        List<Double> starts = new ArrayList<>();
        for (double s = 0; s < YEAR; s += WEEK) {
            starts.add(s);
        }
        return starts;
    }

    private static List<Origin> origins(World world, WorldSettings settings, boolean phone) {
        Presence always = new Presence(0, Double.POSITIVE_INFINITY);
        List<Map<String, Presence>> parts = new ArrayList<>();
        for (int i = 0; i <= WorldSettings.SEGMENTS; i++) {
            parts.add(new TreeMap<>());
        }
        for (int p = 0; p < settings.canaries(); p++) {
            String token = phone ? world.line(p) : World.address(p);
            parts.get(0).put(token, always);
            parts.get(1 + World.segment(p)).put(token, always);
        }
        List<Origin> origins = new ArrayList<>();
        origins.add(new Origin("all", WHOLE, parts.get(0)));
        for (int i = 1; i < parts.size(); i++) {
            origins.add(new Origin("s" + (i - 1), (1 - WHOLE) / WorldSettings.SEGMENTS, parts.get(i)));
        }
        return origins;
    }
}
