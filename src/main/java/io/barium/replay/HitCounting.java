package io.barium.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What simpler rules would have said in the same world, and on which day first; infinite where they never did. */
final class HitCounting {
    private static final int THREE = 3;
    private static final double MONTH = 30;
    private static final int TEN = 10;

    private HitCounting() {}

    /**
     * What they said.
     *
     * @param anyHit a planted token was reached
     * @param threeDistinct three distinct ones within 30 days
     * @param tenHits ten contacts with planted tokens within 30 days
     */
    record Said(double anyHit, double threeDistinct, double tenHits) {}

    private record Reached(double day, String token) {}

    static Said of(World world) {
        double any = Double.POSITIVE_INFINITY;
        double three = Double.POSITIVE_INFINITY;
        double ten = Double.POSITIVE_INFINITY;
        Deque<Reached> month = new ArrayDeque<>();
        Map<String, Integer> distinct = new TreeMap<>();
        for (World.Wave wave : world.waves()) {
            double day = wave.day();
            for (Reached old = month.peekFirst(); old != null && old.day < day - MONTH; old = month.peekFirst()) {
                month.removeFirst();
                distinct.computeIfPresent(old.token, (t, n) -> n == 1 ? null : n - 1);
            }
            Set<String> planted = new HashSet<>(wave.tokens());
            planted.removeIf(token -> !world.planted(token));
            for (String token : planted) {
                month.addLast(new Reached(day, token));
                distinct.merge(token, 1, Integer::sum);
                any = Math.min(any, day);
            }
            three = distinct.size() >= THREE ? Math.min(three, day) : three;
            ten = month.size() >= TEN ? Math.min(ten, day) : ten;
        }
        return new Said(any, three, ten);
    }
}
