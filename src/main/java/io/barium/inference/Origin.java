package io.barium.inference;

import java.util.Map;

/**
 * Where the data may have been taken from: the whole database, a segment, a queue, an export, an integration, an agent.
 *
 * @param key unique among origins
 * @param weight prior share of this origin, given a leak; the weights of all origins add up to 1
 * @param members tokens whose rows could be taken through it, and from when to when
 */
public record Origin(String key, double weight, Map<String, Presence> members) {

    /**
     * When a token could be taken through an origin: {@code from <= s < until}.
     *
     * @param from planting, or the first access where the origin is somebody who looked at it
     * @param until retirement; {@link Double#POSITIVE_INFINITY} while it stands
     */
    public record Presence(double from, double until) {
        boolean at(double s) {
            return from <= s && s < until;
        }
    }
}
