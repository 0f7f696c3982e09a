package io.barium.fuzz;

import io.barium.intake.ContactJson;
import io.barium.model.Contact;
import io.barium.provider.Generic;
import io.barium.provider.Reading;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;

/** Events of the generic provider: read or refused, and journalled they read back the same. */
public final class JsonEventFuzz {
    private JsonEventFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        RawHook hook = Holds.post(data, "content-type", "application/json");
        GENERIC.channelOf(hook);
        try {
            Reading reading = GENERIC.read(hook, Holds.source("generic"));
            for (Contact contact : ((Reading.Contacts) reading).contacts()) {
                Holds.that(!contact.recipients().isEmpty(), "nobody was reached");
                Holds.that(contact.text().length() <= Math.min(data.length, 100_000), "text longer than the event");
                Holds.that(contact.equals(ContactJson.read(ContactJson.write(contact))), "the journal changes it");
            }
        } catch (MalformedHook e) {
            Holds.that(e.getMessage() != null && e.getMessage().contains(": "), "no field is named");
        }
    }

    private static final Generic GENERIC = new Generic();

    static {
        Holds.that(GENERIC.id().equals("generic"), "another provider");
    }
}
