package io.barium.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws from a seed. */
final class Dice {
    /** Keeps {@code exp(-mean)} and the number of draws small; larger means are split. */
    private static final double MEAN = 30;

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    /** Others that do not depend on how often these are thrown. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    /** From 0 up to, but not, the end. */
    double upTo(double end) {
        return random.nextDouble() * end;
    }

    int below(int end) {
        return random.nextInt(end);
    }

    double exponential(double rate) {
        return rate <= 0 ? Double.POSITIVE_INFINITY : -Math.log1p(-random.nextDouble()) / rate;
    }

    int poisson(double mean) {
        int n = 0;
        for (double left = mean; left > 0; left -= MEAN) {
            double limit = Math.exp(-Math.min(left, MEAN));
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                n++;
            }
        }
        return n;
    }

    /** Each of them with the same chance. */
    List<String> some(List<String> of, double share) {
        List<String> out = new ArrayList<>();
        for (String one : of) {
            if (chance(share)) {
                out.add(one);
            }
        }
        return out;
    }

    List<String> shuffled(List<String> of) {
        List<String> out = new ArrayList<>(of);
        for (int i = out.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            String kept = out.get(i);
            out.set(i, out.get(j));
            out.set(j, kept);
        }
        return out;
    }
}
