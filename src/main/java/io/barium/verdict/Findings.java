package io.barium.verdict;

import io.barium.inference.Hit;
import io.barium.inference.LeakWindow;
import io.barium.inference.LeakedShare;
import io.barium.inference.Origin.Presence;
import io.barium.inference.OriginKind;
import io.barium.inference.OriginPairs;
import io.barium.inference.OriginRanking;
import io.barium.inference.OriginRanking.Candidate;
import io.barium.verdict.Verdict.Place;
import io.barium.verdict.Verdict.SegmentShare;
import io.barium.verdict.Verdict.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When the data was taken, through whose access and how much of it, from the rows that were reached. */
final class Findings {
    private static final double MASS = .95;
    /** Days that stand for the leak window where an answer depends on the day. */
    private static final int STARTS = 24;
    /** Places that a verdict keeps; the unknown origin is always among them. */
    private static final int PLACES = 20;
    /** Of a flood, the first rows say when and through whose access as well as all of them. */
    private static final int HITS = 200;

    /** A leak and a contact on one day are some hours apart. */
    private static final double SOON = .05;

    private final Registered registered;
    private final Map<String, Presence> presence = new TreeMap<>();
    private final Map<String, Map<String, List<String>>> segments = new TreeMap<>();
    private final List<Candidate> candidates;
    private final Map<String, String> labels = new HashMap<>();

    Findings(Registered registered) {
        this.registered = registered;
        for (PlantedRow row : registered.rows()) {
            String key = Watched.key(row.id());
            presence.put(key, Presences.of(row));
            row.segments()
                    .forEach((name, value) -> segments.computeIfAbsent(name, n -> new TreeMap<>())
                            .computeIfAbsent(value, v -> new ArrayList<>())
                            .add(key));
        }
        this.candidates = candidates();
    }

    /**
     * What was found.
     *
     * @param window {@code null} without a hit
     */
    record Found(@Nullable Window window, List<Place> places, List<SegmentShare> shares) {}

    /** What follows from the first hits of rows. */
    Found of(List<Hit> hits, double now) {
        if (hits.isEmpty()) {
            return new Found(null, List.of(), List.of());
        }
        List<Hit> first = hits.subList(0, Math.min(HITS, hits.size()));
        LeakWindow window = LeakWindow.of(first, presence);
        return new Found(window(window), places(first, window), shares(hits, window.mode(), now));
    }

    private static Window window(LeakWindow w) {
        double[] interval = w.interval(MASS);
        double[] pair = w.pair();
        return new Window(
                Double.isInfinite(w.earliest()) ? null : Days.instant(w.earliest()),
                Days.instant(w.latest()),
                Days.instant(interval[0]),
                Days.instant(interval[1]),
                Days.instant(w.mode()),
                Days.instant(w.firstDay()),
                Arrays.stream(w.byDay()).boxed().toList(),
                w.contradicting(),
                w.second(),
                pair == null ? List.<Instant>of() : List.of(Days.instant(pair[0]), Days.instant(pair[1])));
    }

    /** Segments are ways out too: who takes a segment's rows need not be in any log. */
    private List<Candidate> candidates() {
        Map<String, Candidate> byKey = new TreeMap<>();
        segments.forEach((name, values) -> values.forEach((value, rows) -> {
            String key = name + ":" + value;
            Map<String, Presence> members = new TreeMap<>();
            rows.forEach(row -> members.put(row, presence.get(row)));
            labels.put(key, name + " " + value);
            byKey.put(key, new Candidate(key, name.equals("queue") ? OriginKind.QUEUE : OriginKind.SEGMENT, members));
        }));
        for (Access access : registered.accesses()) {
            Presence row = presence.get(Watched.key(access.row()));
            if (row == null) {
                continue;
            }
            labels.put(access.origin(), access.label());
            byKey.computeIfAbsent(access.origin(), k -> new Candidate(k, access.kind(), new TreeMap<>()))
                    .members()
                    .putIfAbsent(Watched.key(access.row()), Presences.from(row, access.firstAt()));
        }
        return List.copyOf(byKey.values());
    }

    /** Pairs of people who together explain the first hits of rows, likeliest first. */
    List<Verdict.Place> pairs(List<Hit> hits, int most) {
        if (hits.isEmpty()) {
            return List.of();
        }
        List<Hit> first = hits.subList(0, Math.min(HITS, hits.size()));
        LeakWindow window = LeakWindow.of(first, presence);
        return OriginPairs.of(first, candidates, window.starts(STARTS), presence, most).stream()
                .map(p -> new Place(
                        p.first() + " and " + p.second(),
                        OriginKind.PAIR,
                        labels.getOrDefault(p.first(), p.first()) + " and "
                                + labels.getOrDefault(p.second(), p.second()),
                        p.probability(),
                        p.probability(),
                        p.probability(),
                        p.matched(),
                        first.size(),
                        false,
                        null))
                .toList();
    }

    private List<Place> places(List<Hit> hits, LeakWindow window) {
        List<Place> all = OriginRanking.of(hits, candidates, window.starts(STARTS), presence).stream()
                .map(p -> new Place(
                        p.key(),
                        p.kind(),
                        labels.getOrDefault(p.key(), p.key()),
                        p.probability(),
                        p.low(),
                        p.high(),
                        p.matched(),
                        hits.size(),
                        p.nameable(),
                        p.matched() == 0 || Double.isInfinite(p.since()) ? null : Days.instant(p.since())))
                .toList();
        List<Place> kept = new ArrayList<>();
        for (Place p : all) {
            if (kept.size() < PLACES || p.kind() == OriginKind.UNKNOWN) {
                kept.add(p);
            }
        }
        return kept;
    }

    /** The segments of one name, such as all regions, part the rows among them, so they are judged together. */
    private List<SegmentShare> shares(List<Hit> hits, double leak, double now) {
        Map<String, Double> after = new HashMap<>();
        hits.forEach(h -> after.put(h.token(), Math.max(SOON, h.at() - leak)));
        List<SegmentShare> out = new ArrayList<>();
        segments.forEach((name, values) -> {
            Map<String, LeakedShare.Segment> judged = new TreeMap<>();
            values.forEach((value, rows) -> {
                List<String> standing = rows.stream()
                        .filter(r -> stood(r, leak) || after.containsKey(r))
                        .toList();
                judged.put(
                        value,
                        new LeakedShare.Segment(
                                standing.size(),
                                standing.stream()
                                        .map(after::get)
                                        .filter(java.util.Objects::nonNull)
                                        .sorted()
                                        .toList()));
            });
            judged.values().removeIf(s -> s.planted() == 0);
            Map<String, LeakedShare.Share> left = LeakedShare.of(judged, Math.max(SOON, now - leak), MASS);
            judged.forEach((value, segment) -> {
                LeakedShare.Share share = left.get(value);
                if (share != null) {
                    out.add(share(name + ":" + value, segment, share));
                }
            });
        });
        return out;
    }

    private SegmentShare share(String name, LeakedShare.Segment segment, LeakedShare.Share share) {
        return new SegmentShare(
                name,
                segment.planted(),
                segment.after().size(),
                share.low(),
                share.median(),
                share.high(),
                registered.customers().getOrDefault(name, -1L));
    }

    private boolean stood(String row, double at) {
        Presence p = presence.get(row);
        return p != null && p.from() <= at && at < p.until();
    }
}
