package io.barium.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tokens that nobody has reached yet, by stratum, and how many of them each origin and start has. */
final class Urn {
    private final Grid grid;
    private final boolean[] hit;
    private final TreeMap<String, Integer> siblingsHit = new TreeMap<>();
    private final int[] siblingsLeft;
    /** Tokens and siblings of a stratum. */
    private final int[] left;
    /** Of those, members: {@code [stratum][origin * starts + start]}. */
    private final int[][] membersLeft;

    Urn(Grid grid) {
        this.grid = grid;
        this.hit = new boolean[grid.tokens.size()];
        this.siblingsLeft = grid.siblings.clone();
        this.left = grid.siblings.clone();
        for (int stratum : grid.stratum) {
            left[stratum]++;
        }
        this.membersLeft = new int[grid.strata][grid.cells()];
        for (int a = 0; a < grid.origins.length; a++) {
            for (int token : grid.members[a]) {
                move(a, token, 1);
            }
        }
    }

    /** What was not reached before, in the order of ids, each with its stratum. */
    SortedMap<String, Integer> fresh(Cluster cluster) {
        TreeMap<String, Integer> fresh = new TreeMap<>();
        for (String id : cluster.tokens()) {
            int token = grid.index(id);
            if (token >= 0 && !hit[token]) {
                fresh.put(id, grid.stratum[token]);
            }
        }
        if (!cluster.siblings().isEmpty()) {
            addSiblings(cluster.siblings(), fresh);
        }
        return fresh;
    }

    /** There are only so many; a count that was set too low must not run below the tokens that are left. */
    private void addSiblings(Map<String, String> siblings, SortedMap<String, Integer> fresh) {
        int[] room = siblingsLeft.clone();
        new TreeMap<>(siblings).forEach((address, name) -> {
            int stratum = grid.stratumIndex(name);
            if (stratum >= 0 && grid.index(address) < 0 && !siblingsHit.containsKey(address) && room[stratum] > 0) {
                room[stratum]--;
                fresh.put(address, stratum);
            }
        });
    }

    /** How many of a stratum are left. */
    int left(int stratum) {
        return left[stratum];
    }

    /** How many of those are members, by cell. */
    int[] membersLeft(int stratum) {
        return membersLeft[stratum];
    }

    /** Takes out a token of the grid, or else a sibling. */
    void reach(String id, int stratum) {
        int token = grid.index(id);
        left[stratum]--;
        if (token < 0) {
            siblingsHit.put(id, stratum);
            siblingsLeft[stratum]--;
            return;
        }
        hit[token] = true;
        for (int a = 0; a < grid.origins.length; a++) {
            move(a, token, -1);
        }
    }

    private void move(int origin, int token, int by) {
        int member = grid.memberAt(origin, token);
        if (member < 0) {
            return;
        }
        int[] counts = membersLeft[grid.stratum[token]];
        int cell = origin * grid.starts.length;
        for (int s = 0; s < grid.starts.length; s++) {
            if (grid.isMember(origin, member, grid.starts[s])) {
                counts[cell + s] += by;
            }
        }
    }

    /** Tokens that were reached, in order. */
    List<String> tokensReached() {
        List<String> reached = new ArrayList<>();
        for (int t = 0; t < hit.length; t++) {
            if (hit[t]) {
                reached.add(grid.tokens.get(t));
            }
        }
        return reached;
    }

    /** Siblings that were reached, in order, each with its stratum. */
    Map<String, String> siblingsReached() {
        Map<String, String> out = new TreeMap<>();
        siblingsHit.forEach((address, stratum) -> out.put(address, grid.stratumNames[stratum]));
        return out;
    }

    /** Takes out what another one over these tokens had taken out; what is none of these is left alone. */
    void reachAll(List<String> tokens, Map<String, String> siblings) {
        tokens.stream()
                .filter(id -> grid.index(id) >= 0)
                .forEach(id -> fresh(new Cluster("", 0, List.of(id))).forEach(this::reach));
        fresh(new Cluster("", 0, List.of(), siblings)).forEach(this::reach);
    }
}
