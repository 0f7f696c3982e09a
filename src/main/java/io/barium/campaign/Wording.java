package io.barium.campaign;

import java.util.Arrays;
import java.util.Set;

/**
 * What is left of a text without numbers, links and names, as a minhash over five-letter shingles: one permutation (Li,
 * Owen, Zhang 2012) with optimal densification (Shrivastava 2017). Two of them tell how much two texts share.
 *
 * @param letters how many there are
 * @param mins the least hash of each bin; none where there are too few letters to compare
 */
record Wording(int letters, int[] mins) {
    static final int BANDS = 24;
    static final int ROWS = 3;
    /** Fewer letters than this could be anybody's. */
    static final int FEWEST = 20;
    /** From here on, a text that nobody shares is a sign of another hand. */
    static final int TELLING = 40;

    private static final int BINS = BANDS * ROWS;
    private static final int SHINGLE = 5;
    private static final int MOST_CHARACTERS = 12_000;
    private static final int LONG = 120;
    private static final Set<String> GREETINGS = Set.of(
            "dear",
            "hello",
            "hi",
            "hey",
            "mr",
            "mrs",
            "ms",
            "hallo",
            "guten",
            "liebe",
            "lieber",
            "geehrte",
            "geehrter",
            "herr",
            "frau",
            "bonjour",
            "hola",
            "estimado",
            "estimada");
    private static final int NAMES = 3;

    /**
     * Reads a text.
     *
     * @param names words of the recipients' addresses, which campaigns fill in
     */
    static Wording of(String text, Set<String> names) {
        return of(letters(text, names));
    }

    private static Wording of(CharSequence letters) {
        if (letters.length() < FEWEST) {
            return new Wording(letters.length(), new int[0]);
        }
        int[] mins = new int[BINS];
        boolean[] filled = new boolean[BINS];
        Arrays.fill(mins, -1);
        int last = letters.length() - SHINGLE;
        for (int i = 0; i <= last; i++) {
            long h = 0;
            for (int j = 0; j < SHINGLE; j++) {
                h = h * 1_000_003 + letters.charAt(i + j);
            }
            long mixed = Mix.of(h);
            int bin = (int) (((mixed >>> 32) * BINS) >>> 32);
            int value = (int) mixed;
            if (!filled[bin] || Integer.compareUnsigned(value, mins[bin]) < 0) {
                mins[bin] = value;
                filled[bin] = true;
            }
        }
        densify(mins, filled);
        return new Wording(letters.length(), mins);
    }

    /** An empty bin borrows from one that the bin's number alone chooses, so that equal texts borrow alike. */
    private static void densify(int[] mins, boolean[] filled) {
        for (int bin = 0; bin < BINS; bin++) {
            int from = bin;
            for (int attempt = 1; !filled[from]; attempt++) {
                from = (int) (((Mix.of(bin * 65_537L + attempt) >>> 32) * BINS) >>> 32);
            }
            mins[bin] = mins[from];
        }
    }

    /**
     * The share of shingles that two texts have in common (Jaccard), estimated; 0 to 1, and 0 where one is too short.
     */
    double likeness(Wording other) {
        if (mins.length != other.mins.length) {
            return 0;
        }
        int same = 0;
        for (int i = 0; i < mins.length; i++) {
            same += mins[i] == other.mins[i] ? 1 : 0;
        }
        return (double) same / BINS;
    }

    /**
     * What the likeness is worth: 1 joins, .5 needs something beside it. The fewer letters, the more alike they must
     * be.
     */
    double weight(Wording other, double likeness) {
        int shorter = Math.min(letters, other.letters);
        if (shorter < FEWEST) {
            return 0;
        }
        if (shorter < TELLING) {
            return likeness >= .9 ? .5 : 0;
        }
        double strong = shorter >= LONG ? .45 : .75 - .3 * (shorter - TELLING) / (LONG - TELLING);
        return likeness >= strong ? 1 : likeness >= strong - .15 ? .5 : 0;
    }

    /** The bucket key of a band. */
    int band(int band) {
        int at = band * ROWS;
        long key = band;
        for (int i = 0; i < ROWS; i++) {
            key = Mix.of(key ^ mins[at + i]);
        }
        return (int) key;
    }

    /** Whether a band is the same, and not only in the same bucket. */
    boolean sharesBand(Wording other, int band) {
        int at = band * ROWS;
        for (int i = at; i < at + ROWS; i++) {
            if (mins[i] != other.mins[i]) {
                return false;
            }
        }
        return true;
    }

    /** Letters alone: no digits, no links, no addresses, no names after a greeting. */
    static CharSequence letters(String text, Set<String> names) {
        String folded = Folding.fold(text, MOST_CHARACTERS);
        StringBuilder out = new StringBuilder(folded.length());
        int skip = 0;
        for (int start = 0; start < folded.length(); ) {
            int end = start;
            while (end < folded.length() && !Character.isWhitespace(folded.charAt(end))) {
                end++;
            }
            if (end > start && !isReference(folded, start, end)) {
                int mark = out.length();
                appendLetters(folded, start, end, out);
                String word = out.substring(mark);
                boolean greeting = GREETINGS.contains(word);
                if (names.contains(word) || (skip > 0 && !greeting)) {
                    out.setLength(mark);
                }
                skip = skipsAfter(folded.charAt(end - 1), greeting, skip);
            }
            start = end + 1;
        }
        return out;
    }

    private static boolean isReference(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '@' || (c == ':' && text.startsWith("//", i + 1))) {
                return true;
            }
        }
        return text.startsWith("www.", start);
    }

    /** How many words may yet be a name; "Mr." goes on, "Hello," does not. */
    private static int skipsAfter(char last, boolean greeting, int skip) {
        boolean stops = ",!?:;".indexOf(last) >= 0 || (last == '.' && !greeting);
        if (stops) {
            return 0;
        }
        return greeting ? NAMES : Math.max(0, skip - 1);
    }

    private static void appendLetters(String text, int start, int end, StringBuilder out) {
        for (int i = start; i < end; i++) {
            if (Character.isLetter(text.charAt(i))) {
                out.append(text.charAt(i));
            }
        }
    }
}
