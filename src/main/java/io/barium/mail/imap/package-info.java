/**
 * Mailboxes that are read by IMAP: one more way in, beside the SMTP listener, for domains whose mail lies elsewhere.
 */
@NullMarked
package io.barium.mail.imap;

import org.jspecify.annotations.NullMarked;
