package io.barium.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happens in a simulated world, from one seed. */
public final class World {
    static final int BLOCK = 50;
    static final int DOMAINS = 10;
    /** Addresses that the generator could have made, for each planted one. */
    static final int SIBLINGS = 1_000;

    /** The way of a contact. */
    public enum Way {
        PHONE,
        MAIL
    }

    /**
     * Contacts of one campaign at one moment.
     *
     * @param day when
     * @param campaign its name
     * @param brand whether it speaks in the company's name
     * @param quotes whether it quotes what only the database holds
     * @param tokens that it reached
     * @param siblings that it reached, with their strata
     */
    public record Wave(
            double day,
            String campaign,
            Way way,
            boolean brand,
            boolean quotes,
            List<String> tokens,
            Map<String, String> siblings) {
        /** Whether it is the work of somebody who has the leaked rows. */
        public boolean leaked() {
            return !campaign.startsWith(Background.CAMPAIGN);
        }

        Wave in(String other) {
            return new Wave(day, other, way, brand, quotes, tokens, siblings);
        }
    }

    private final WorldSettings settings;
    private final List<String> plantedLines = new ArrayList<>();
    private final List<List<String>> blocks = new ArrayList<>();
    private final Map<String, String> lineStrata = new TreeMap<>();
    private final Map<String, String> mailStrata = new TreeMap<>();
    private final Map<String, Integer> personas = new HashMap<>();
    private final List<Wave> waves;

    /** The world of a seed. */
    public World(WorldSettings settings, long seed) {
        this.settings = settings;
        Dice dice = new Dice(seed);
        plant(dice.split());
        List<Wave> all = new Background(this, settings, dice.split()).waves();
        all.addAll(new Takers(this, settings, dice.split()).waves());
        all.sort(Comparator.comparingDouble(Wave::day).thenComparing(Wave::campaign));
        this.waves = Misclustering.of(all, settings.noise().misclustered(), dice.split());
    }

    /** Strata of all lines. */
    public Map<String, String> lineStrata() {
        return lineStrata;
    }

    /** Strata of all addresses that are planted or controls. */
    public Map<String, String> mailStrata() {
        return mailStrata;
    }

    /** The planted line of a persona. */
    public String line(int persona) {
        return plantedLines.get(persona);
    }

    /** The planted address of a persona. */
    public static String address(int persona) {
        return String.format("p%05d", persona);
    }

    /** Whether a token stands in a persona's record. */
    public boolean planted(String token) {
        return personas.containsKey(token);
    }

    /** Which segment a persona's row is in. */
    public static int segment(int persona) {
        return persona % WorldSettings.SEGMENTS;
    }

    /** Siblings of each mail stratum. */
    public Map<String, Integer> siblings() {
        Map<String, Integer> out = new TreeMap<>();
        for (int d = 0; d < DOMAINS; d++) {
            out.put("d" + d, siblingsADomain());
        }
        return out;
    }

    int siblingsADomain() {
        return SIBLINGS * settings.canaries() / DOMAINS;
    }

    /** Lines by block of numbers. */
    List<List<String>> blocks() {
        return blocks;
    }

    /** What happens, in order. */
    public List<Wave> waves() {
        return waves;
    }

    /** Planted and control lines are drawn inside each block of numbers. */
    private void plant(Dice dice) {
        int lines = 2 * settings.canaries();
        List<String> block = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            String line = String.format("l%05d", i);
            block.add(line);
            lineStrata.put(line, "b" + i / BLOCK);
            if (block.size() == BLOCK || i == lines - 1) {
                blocks.add(block);
                block = new ArrayList<>();
            }
        }
        List<String> drawn = new ArrayList<>();
        for (List<String> b : blocks) {
            drawn.addAll(dice.shuffled(b).subList(0, b.size() / 2));
        }
        plantedLines.addAll(dice.shuffled(drawn));
        for (int i = 0; i < settings.canaries(); i++) {
            mailStrata.put(address(i), "d" + i % DOMAINS);
            mailStrata.put(String.format("c%05d", i), "d" + i % DOMAINS);
            personas.put(address(i), i);
            personas.put(line(i), i);
        }
    }
}
