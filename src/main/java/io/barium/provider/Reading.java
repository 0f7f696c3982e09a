package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Contact;
import io.barium.provider.kit.Fetch;
import java.util.List;

/** What a genuine request says. */
public sealed interface Reading {

    /**
     * Contacts to journal, one or more.
     *
     * @param contacts in the order of the request
     * @param fetches what belongs to the first of them and is kept elsewhere; fetched after the answer
     * @param parts the part of the request that each of them was read from; empty where all were read from the whole
     * @param faults parts beside them that could not be read
     */
    record Contacts(List<Contact> contacts, List<Fetch> fetches, List<JsonNode> parts, List<Fault> faults)
            implements Reading {}

    /**
     * A part of a request that could not be read.
     *
     * @param why names the field
     */
    record Fault(String why, JsonNode part) {}

    /**
     * A request to prove that this address is ours, which is done by fetching something.
     *
     * @param confirmation fetched before the answer
     */
    record Handshake(Fetch confirmation) implements Reading {}

    /**
     * Nothing to journal.
     *
     * @param why for the log
     */
    record Ignored(String why) implements Reading {}

    static Reading of(Contact contact) {
        return of(contact, List.of());
    }

    static Reading of(Contact contact, List<Fetch> fetches) {
        return new Contacts(List.of(contact), fetches, List.of(), List.of());
    }

    static Reading of(List<Contact> contacts) {
        return new Contacts(List.copyOf(contacts), List.of(), List.of(), List.of());
    }
}
