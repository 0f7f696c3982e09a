package io.barium.model;

import io.barium.model.Redaction.Identifier;
import java.util.List;

/**
 * Which of our identifiers some texts may contain, in whatever notation {@link Redaction} masks. Told by a search for
 * each, so that no patterns are made of those, perhaps all we have, that nobody wrote.
 */
public final class Mentions {
    private final String folded;
    private final String digits;

    private Mentions(String folded, String digits) {
        this.folded = folded;
        this.digits = digits;
    }

    /** Those in these texts. */
    public static Mentions in(List<String> texts) {
        StringBuilder folded = new StringBuilder();
        StringBuilder digits = new StringBuilder();
        for (String text : texts) {
            text.chars().map(Mentions::fold).forEach(c -> folded.append((char) c));
            text.chars().map(Redaction::digit).filter(c -> c >= 0).forEach(c -> digits.append((char) c));
            folded.append('\n');
            digits.append('\n');
        }
        return new Mentions(folded.toString(), digits.toString());
    }

    /** Whether it may be among them; if not, masking it would change nothing. */
    public boolean maybe(Identifier identifier) {
        if (identifier.kind() == TokenKind.EMAIL) {
            StringBuilder value = new StringBuilder();
            identifier.value().chars().map(Mentions::fold).forEach(c -> value.append((char) c));
            return folded.contains(value);
        }
        return digits.contains(Redaction.needed(identifier));
    }

    /** As patterns do that take no heed of case. */
    private static int fold(int c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
