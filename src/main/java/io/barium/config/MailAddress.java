package io.barium.config;

import io.vertx.ext.mail.mailencoder.EmailAddress;

/** An address as settings write it: alone or with a name, {@code SOC <soc@example.com>}. */
public final class MailAddress {
    private MailAddress() {}

    /**
     * The address without the name, as an envelope has it.
     *
     * @throws IllegalArgumentException when the mail client would refuse it, and the whole mail with it
     */
    public static String bare(String written) {
        if (written.equalsIgnoreCase(EmailAddress.POSTMASTER)) {
            return written;
        }
        String bare = new EmailAddress(written).getEmail();
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        return bare;
    }
}
