package io.barium.bench;

/** What {@code bench intake --only} can pick. */
enum Part {
    TWILIO,
    MAILGUN,
    GENERIC,
    WRITER,
    ALERT
}
