package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Contact;
import io.barium.provider.Reading.Fault;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.MalformedHook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that lists several contacts, read one by one, so that a damaged one does not take the others with it. */
final class Batch {
    private final List<Contact> contacts = new ArrayList<>();
    private final List<JsonNode> parts = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private @Nullable MalformedHook first;

    /** How one part of it is read. */
    @FunctionalInterface
    interface Reader {
        /** The contact; {@code null} where the part is of another kind. */
        @Nullable
        Contact read() throws MalformedHook;
    }

    /** Reads a part. */
    void add(JsonNode part, Reader reader) {
        try {
            Contact contact = reader.read();
            if (contact != null) {
                contacts.add(contact);
                parts.add(part);
            }
        } catch (MalformedHook e) {
            first = first == null ? e : first;
            faults.add(new Fault(String.valueOf(e.getMessage()), part));
        }
    }

    /** Whether no contact has been read. */
    boolean isEmpty() {
        return contacts.isEmpty();
    }

    /**
     * What was read.
     *
     * @param fetches what belongs to the first contact and is kept elsewhere
     * @param nothing why it is ignored when there was nothing to read
     * @throws MalformedHook when nothing could be read
     */
    Reading reading(List<Fetch> fetches, String nothing) throws MalformedHook {
        if (!contacts.isEmpty()) {
            return new Reading.Contacts(
                    List.copyOf(contacts), List.copyOf(fetches), List.copyOf(parts), List.copyOf(faults));
        }
        if (first != null) {
            throw first;
        }
        return new Reading.Ignored(nothing);
    }
}
