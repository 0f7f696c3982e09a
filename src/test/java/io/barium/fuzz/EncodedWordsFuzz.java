package io.barium.fuzz;

import io.barium.provider.kit.MailHeaders;

/** Encoded words: what has none stays, and no word grows beyond what its charset allows. */
public final class EncodedWordsFuzz {
    private EncodedWordsFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String value = Holds.latin(data);
        String decoded = MailHeaders.decodeWords(value);
        Holds.that(value.length() > 16_000 || value.contains("=?") || decoded.equals(value), "changed without a word");
        Holds.that(decoded.length() <= 4 * value.length(), "longer than what came");
        Holds.that(decoded.equals(MailHeaders.decodeWords(value)), "decoded twice, two texts");
    }
}
