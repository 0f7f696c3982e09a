package io.barium.view;

import java.time.Instant;

/**
 * A mail in the demo mailbox.
 *
 * @param id number of the mail
 * @param receivedAt when the mailbox took it
 * @param mailFrom envelope sender
 * @param rcptTo envelope recipient
 * @param raw the message as it came (RFC 5322)
 */
public record DemoMail(long id, Instant receivedAt, String mailFrom, String rcptTo, byte[] raw) {}
