package io.barium.mail.check;

import io.barium.model.Mail;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it came by SMTP.
 *
 * @param peer address of who brought it
 * @param helo name that the peer gave; {@code null} for none
 * @param from MAIL FROM; {@code null} for the empty reverse-path
 * @param mail as it was read
 * @param raw its bytes
 */
public record Arrival(
        String peer, @Nullable String helo, @Nullable String from, Mail mail, byte[] raw) {

    /**
     * Whether the peer is on the internet. Of a machine of our own network SPF says nothing: it brings what others sent
     * to it.
     */
    boolean isFromInternet() {
        try {
            // A literal: no name is looked up.
            InetAddress address = InetAddress.getByName(peer);
            boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            return !(uniqueLocal
                    || address.isLoopbackAddress()
                    || address.isSiteLocalAddress()
                    || address.isLinkLocalAddress()
                    || address.isAnyLocalAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
