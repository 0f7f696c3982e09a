package io.barium.provider;

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
     */
    record Contacts(List<Contact> contacts, List<Fetch> fetches) implements Reading {}

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
        return new Contacts(List.of(contact), List.of());
    }

    static Reading of(Contact contact, List<Fetch> fetches) {
        return new Contacts(List.of(contact), fetches);
    }

    static Reading of(List<Contact> contacts) {
        return new Contacts(List.copyOf(contacts), List.of());
    }
}
