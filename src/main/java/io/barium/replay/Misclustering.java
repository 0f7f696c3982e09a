package io.barium.replay;

import io.barium.replay.World.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mistakes in putting contacts into campaigns: half of them fall apart, half are put to whoever came before. */
final class Misclustering {
    private Misclustering() {}

    static List<Wave> of(List<Wave> waves, double share, Dice dice) {
        if (share == 0) {
            return waves;
        }
        List<Wave> out = new ArrayList<>();
        Wave before = null;
        for (Wave wave : waves) {
            if (!dice.chance(share)) {
                out.add(wave);
            } else if (before != null && before.way() == wave.way() && dice.chance(.5)) {
                out.add(wave.in(before.campaign()));
            } else {
                apart(wave, out);
            }
            before = out.isEmpty() ? null : out.get(out.size() - 1);
        }
        return out;
    }

    private static void apart(Wave wave, List<Wave> out) {
        int n = 0;
        for (String token : wave.tokens()) {
            out.add(new Wave(
                    wave.day(),
                    wave.campaign() + "-" + n++,
                    wave.way(),
                    wave.brand(),
                    wave.quotes(),
                    List.of(token),
                    Map.of()));
        }
        for (Map.Entry<String, String> sibling : wave.siblings().entrySet()) {
            out.add(new Wave(
                    wave.day(),
                    wave.campaign() + "-" + n++,
                    wave.way(),
                    wave.brand(),
                    wave.quotes(),
                    List.of(),
                    Map.of(sibling.getKey(), sibling.getValue())));
        }
    }
}
