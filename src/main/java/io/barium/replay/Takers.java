package io.barium.replay;

import io.barium.replay.World.Wave;
import io.barium.replay.World.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who has the rows works through them; what he does on one day in one way is a campaign. */
final class Takers {
    private static final double MONTH = 30;
    private static final double BRAND = .6;

    private final World world;
    private final WorldSettings settings;
    private final WorldSettings.Leak leak;
    private final Dice dice;
    private final List<Wave> waves = new ArrayList<>();

    Takers(World world, WorldSettings settings, Dice dice) {
        this.world = world;
        this.settings = settings;
        this.leak = settings.leak();
        this.dice = dice;
    }

    List<Wave> waves() {
        if (!leak.any()) {
            return waves;
        }
        double end = leak.resoldAfter() > 0 ? leak.day() + MONTH : settings.days();
        work("first", leak.day(), Math.min(end, settings.days()));
        if (leak.resoldAfter() > 0) {
            work("second", leak.day() + leak.resoldAfter(), settings.days());
        }
        return waves;
    }

    private void work(String who, double from, double until) {
        if (leak.inOrder()) {
            inOrder(who, from, until);
            return;
        }
        double hazard = -Math.log1p(-leak.q()) / MONTH;
        for (int p = 0; p < settings.canaries(); p++) {
            if (leak.takes(World.segment(p))) {
                for (double day = from + dice.exponential(hazard); day < until; day += dice.exponential(hazard)) {
                    contact(who, day, p, dice.chance(.5));
                }
            }
        }
    }

    /** Calls and mails go out by number and by address, with the same share of the rows a month. */
    private void inOrder(String who, double from, double until) {
        List<Integer> rows = new ArrayList<>();
        for (int p = 0; p < settings.canaries(); p++) {
            if (leak.takes(World.segment(p))) {
                rows.add(p);
            }
        }
        rows.sort(java.util.Comparator.comparing(world::line));
        double each = MONTH / leak.q() / rows.size();
        double day = from + dice.upTo(each);
        for (int p : rows) {
            if (day < until) {
                contact(who, day, p, dice.chance(.5));
            }
            day += dice.exponential(1 / each);
        }
    }

    private void contact(String who, double day, int persona, boolean phone) {
        boolean brand = dice.chance(BRAND);
        boolean quotes = dice.chance(leak.quoted());
        String campaign = who + (int) day + (phone ? "p" : "m") + (brand ? "b" : "") + (quotes ? "q" : "");
        String token = phone ? world.line(persona) : World.address(persona);
        waves.add(new Wave(day, campaign, phone ? Way.PHONE : Way.MAIL, brand, quotes, List.of(token), Map.of()));
    }
}
