package io.barium.provider;

import io.barium.model.Contact;
import java.util.List;

/** What a genuine request says. */
public sealed interface Reading {

    /**
     * Contacts to journal, one or more.
     *
     * @param contacts in the order of the request
     */
    record Contacts(List<Contact> contacts) implements Reading {}

    /**
     * Nothing to journal.
     *
     * @param why for the log
     */
    record Ignored(String why) implements Reading {}

    static Reading of(Contact contact) {
        return new Contacts(List.of(contact));
    }
}
