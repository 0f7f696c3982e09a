package io.barium.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a slice of load has shown.
 *
 * @param seconds that it lasted
 * @param answered before its end
 * @param statuses of all answers, those after its end too; 0 counts what was never answered
 * @param nanos latencies of all answers, sorted
 */
record Slice(double seconds, int answered, Map<Integer, Integer> statuses, long[] nanos) {

    /** One without statuses: what fails throws. */
    static Slice of(double seconds, int answered, long[] nanos, int n) {
        return new Slice(seconds, answered, Map.of(200, n), sorted(nanos, n));
    }

    static long[] sorted(long[] nanos, int n) {
        long[] some = Arrays.copyOf(nanos, n);
        Arrays.sort(some);
        return some;
    }

    double perSecond() {
        return answered / seconds;
    }

    /** All answers. */
    int total() {
        return nanos.length;
    }

    /** Microseconds within which the share of answers came. */
    double micros(double share) {
        return nanos.length == 0
                ? Double.NaN
                : nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * share))] / 1e3;
    }

    /** Answers other than 200. */
    Map<Integer, Integer> bad() {
        Map<Integer, Integer> bad = new TreeMap<>(statuses);
        bad.remove(200);
        return bad;
    }
}
