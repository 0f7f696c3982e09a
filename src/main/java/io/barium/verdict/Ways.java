package io.barium.verdict;

import io.barium.inference.Origin;
import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The ways on which planted rows could leave, as the evidence bets on them: everything, each part of the customers,
 * each origin that is known from accesses.
 */
final class Ways {
    private static final String WHOLE = "whole";
    /** Prior share of the whole table; the rest is shared by parts, and by origins where there are any. */
    private static final double ALL = .5;

    private final Registered registered;
    private final Map<String, Map<Long, Presence>> parts = new TreeMap<>();
    private final Map<String, Map<Long, Presence>> accessed = new TreeMap<>();
    private final Map<Long, Presence> whole = new HashMap<>();

    Ways(Registered registered) {
        this.registered = registered;
        for (PlantedRow row : registered.rows()) {
            Presence presence = Presences.of(row);
            whole.put(row.id(), presence);
            row.segments()
                    .forEach((name, value) -> parts.computeIfAbsent(name + ":" + value, k -> new HashMap<>())
                            .put(row.id(), presence));
        }
        for (Access access : registered.accesses()) {
            Presence row = whole.get(access.row());
            if (row != null) {
                accessed.computeIfAbsent("access " + access.origin(), k -> new HashMap<>())
                        .put(access.row(), Presences.from(row, access.firstAt()));
            }
        }
    }

    /** Day of the first planting; 0 where nothing is planted. */
    double begin() {
        return registered.rows().stream()
                .mapToDouble(r -> Math.floor(Days.of(r.plantedAt())))
                .min()
                .orElse(0);
    }

    /** Ticket numbers that are planted. */
    double tickets() {
        return registered.tokens().count(Watched.Kind.TICKET, true);
    }

    /** Strata of all tokens of a kind. */
    Map<String, String> strata(Watched.Kind kind) {
        Map<String, String> out = new TreeMap<>();
        registered.tokens().stream()
                .filter(t -> t.kind() == kind)
                .forEach(t -> out.put(Blind.token(t.id()), t.stratum()));
        return out;
    }

    /** All ways, with the tokens of a kind. */
    List<Origin> origins(Watched.Kind kind) {
        Map<Long, List<String>> tokens = new HashMap<>();
        registered.tokens().stream()
                .filter(t -> t.kind() == kind && t.row() != null)
                .forEach(t -> tokens.computeIfAbsent(Objects.requireNonNull(t.row()), r -> new ArrayList<>())
                        .add(Blind.token(t.id())));
        List<Origin> out = new ArrayList<>();
        double left = parts.isEmpty() && accessed.isEmpty() ? 0 : 1 - ALL;
        out.add(new Origin(WHOLE, 1 - left, members(whole, tokens)));
        double ofParts = accessed.isEmpty() ? left : parts.isEmpty() ? 0 : left / 2;
        parts.forEach((key, members) -> out.add(new Origin(key, ofParts / parts.size(), members(members, tokens))));
        accessed.forEach((key, members) ->
                out.add(new Origin(key, (left - ofParts) / accessed.size(), members(members, tokens))));
        return out;
    }

    private static Map<String, Presence> members(Map<Long, Presence> of, Map<Long, List<String>> tokens) {
        Map<String, Presence> out = new TreeMap<>();
        of.forEach((row, presence) -> tokens.getOrDefault(row, List.of()).forEach(t -> out.put(t, presence)));
        return out;
    }
}
