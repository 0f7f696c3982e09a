package io.barium.intake;

import io.barium.model.Contact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Contacts that this process has just journalled, as they were read, so that casework in the same process need not have
 * them sent and read again. Only a short cut: whatever is not here stands in the journal. Safe for use by any thread.
 */
public final class FreshContacts {
    /**
     * Characters that are kept at most, with what stands beside them; a flood that nobody works through is forgotten.
     */
    static final int MOST = 2 << 20;

    /** What a contact takes beside its text, however short that is. */
    private static final int BESIDE = 1_000;

    /** Where a row stands in its chain, which its writer knows before the database has given it a number. */
    private record Place(UUID chain, long position) {}

    private record Kept(Contact contact, int weight) {}

    private final Map<Place, Kept> contacts = new HashMap<>();
    private int weight;

    /** Keeps what was read of rows that are committed, the first of them at a position of a chain. */
    synchronized void add(UUID chain, long first, List<Prepared> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Contact read = rows.get(i).read();
            String text = rows.get(i).contact();
            if (read != null && text != null) {
                int added = text.length() + BESIDE;
                if (weight + added > MOST) {
                    contacts.clear();
                    weight = 0;
                }
                contacts.put(new Place(chain, first + i), new Kept(read, added));
                weight += added;
            }
        }
    }

    /** What was read of a row, once; {@code null} when it is not known here any more, or never was. */
    public synchronized @Nullable Contact take(UUID chain, long position) {
        Kept kept = contacts.remove(new Place(chain, position));
        if (kept == null) {
            return null;
        }
        weight -= kept.weight();
        return kept.contact();
    }
}
