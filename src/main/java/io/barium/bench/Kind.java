package io.barium.bench;

import java.util.Locale;

/** What is sent: one kind of signed request for each way in which providers speak. */
enum Kind {
    /** A form of 2 KB. */
    TWILIO("phone"),
    /** A mail as a multipart form of 20 KB. */
    MAILGUN("mail"),
    /** A JSON event of 2 KB. */
    GENERIC("events");

    private final String source;

    Kind(String source) {
        this.source = source;
    }

    /** Id of the source. */
    String source() {
        return source;
    }

    /** Name in options and figures. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
