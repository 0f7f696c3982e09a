package io.barium.replay;

import io.barium.replay.World.Wave;
import io.barium.replay.World.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What reaches lines and addresses without any leak. */
final class Background {
    private static final double MONTH = 30;
    private static final double YEAR = 365.25;
    /** Calls a line and month by campaigns that work through a block of numbers, and the share of it that they call. */
    private static final double BLOCK_CALLS = 1;

    private static final double BLOCK_SHARE = .3;
    /** Calls a line and month by campaigns that call any number, and the share of ours that one calls. */
    private static final double BROAD_CALLS = .5;

    private static final double BROAD_SHARE = .01;
    /** Dirty lines, and the calls a month that each gets besides. */
    private static final double DIRTY_SHARE = .1;

    private static final double DIRTY_CALLS = 4;
    private static final double STORMS = .0009;
    private static final double BRAND = .01;
    private static final double GUESSING_EVERY = 60;
    private static final double GUESSED = 2e-4;
    private static final double STRAY_A_YEAR = .002;

    private final World world;
    private final WorldSettings settings;
    private final WorldSettings.Noise noise;
    private final Dice dice;
    private final List<Wave> waves = new ArrayList<>();
    /** What names of background campaigns begin with, and no others. */
    static final String CAMPAIGN = "c";

    private int campaigns;

    Background(World world, WorldSettings settings, Dice dice) {
        this.world = world;
        this.settings = settings;
        this.noise = settings.noise();
        this.dice = dice;
    }

    List<Wave> waves() {
        calls();
        guesses();
        strays();
        return waves;
    }

    private void calls() {
        double months = settings.days() / MONTH * noise.density() * Math.max(1, noise.controlsCalled());
        for (List<String> block : world.blocks()) {
            for (int i = dice.poisson(months * BLOCK_CALLS / BLOCK_SHARE); i > 0; i--) {
                call(dice.some(block, BLOCK_SHARE));
            }
            for (int i = dice.poisson(months * STORMS); i > 0; i--) {
                call(block);
            }
        }
        List<String> all = new ArrayList<>(world.lineStrata().keySet());
        for (int i = dice.poisson(months * BROAD_CALLS / BROAD_SHARE); i > 0; i--) {
            call(dice.some(all, BROAD_SHARE));
        }
        for (String line : all) {
            if (dice.chance(DIRTY_SHARE)) {
                for (int i = dice.poisson(months * DIRTY_CALLS); i > 0; i--) {
                    call(List.of(line));
                }
            }
        }
    }

    private void call(List<String> lines) {
        double day = day();
        boolean brand = dice.chance(BRAND);
        List<String> called = noise.controlsCalled() == 1 ? lines : thinned(lines);
        if (!called.isEmpty()) {
            waves.add(new Wave(day, name(), Way.PHONE, brand, false, called, Map.of()));
        }
    }

    /** Lines of another age are on fewer lists. */
    private List<String> thinned(List<String> lines) {
        double ratio = noise.controlsCalled();
        double planted = Math.min(1, 1 / ratio);
        double control = Math.min(1, ratio);
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            if (dice.chance(world.planted(line) ? planted : control)) {
                out.add(line);
            }
        }
        return out;
    }

    /** Whoever guesses addresses reaches planted ones, controls and siblings alike. */
    private void guesses() {
        double share = GUESSED * noise.density();
        List<String> addresses = new ArrayList<>(world.mailStrata().keySet());
        for (double day = dice.upTo(GUESSING_EVERY); day < settings.days(); day += GUESSING_EVERY) {
            List<String> tokens = dice.some(addresses, share);
            Map<String, String> siblings = new TreeMap<>();
            for (int d = 0; d < World.DOMAINS; d++) {
                int there = world.siblingsADomain();
                for (int i = dice.poisson(share * there); i > 0; i--) {
                    siblings.put("s" + d + "-" + dice.below(there), "d" + d);
                }
            }
            waves.add(new Wave(day, name(), Way.MAIL, false, false, tokens, siblings));
        }
    }

    /** The company's own mail reaches planted addresses only. */
    private void strays() {
        for (int i = dice.poisson(STRAY_A_YEAR * settings.canaries() * settings.days() / YEAR); i > 0; i--) {
            stray(day(), List.of(World.address(dice.below(settings.canaries()))));
        }
        if (noise.mailing() >= 0) {
            List<String> all = new ArrayList<>();
            for (int p = 0; p < settings.canaries(); p++) {
                all.add(World.address(p));
            }
            stray(noise.mailing(), all);
        }
    }

    private void stray(double day, List<String> addresses) {
        waves.add(new Wave(day, name(), Way.MAIL, false, false, addresses, Map.of()));
    }

    private String name() {
        return CAMPAIGN + campaigns++;
    }

    private double day() {
        return dice.upTo(settings.days());
    }
}
