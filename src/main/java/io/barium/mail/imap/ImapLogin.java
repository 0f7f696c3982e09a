package io.barium.mail.imap;

import io.barium.config.ImapMailbox;
import java.io.IOException;
import java.util.Properties;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.util.MailLogger;

/** The way to a session: connection, login, folder. */
final class ImapLogin {
    private static final int CONNECT_MS = 10_000;
    private static final MailLogger SILENT = new MailLogger(ImapLogin.class, "IMAP", false, System.err);

    private ImapLogin() {}

    /**
     * Connects, logs in and selects the folder.
     *
     * @param secret the password, or the access token where the mailbox has {@code oauth}
     */
    static ImapSession open(ImapMailbox mailbox, String secret, CuttableSocket sockets) throws MailboxTrouble {
        IMAPProtocol protocol = connect(mailbox, sockets);
        boolean open = false;
        try {
            login(protocol, mailbox, secret);
            ImapSession session = new ImapSession(protocol, sockets, select(protocol, mailbox.folder()));
            open = true;
            return session;
        } finally {
            if (!open) {
                protocol.disconnect();
            }
        }
    }

    private static IMAPProtocol connect(ImapMailbox mailbox, CuttableSocket sockets) throws MailboxTrouble {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", sockets);
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        properties.setProperty("mail.imap.connectiontimeout", Integer.toString(CONNECT_MS));
        properties.setProperty("mail.imap.timeout", Long.toString(ImapSession.PATIENCE.toMillis()));
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        try {
            return new IMAPProtocol("imap", mailbox.host(), mailbox.port(), properties, mailbox.tls(), SILENT);
        } catch (IOException | ProtocolException e) {
            throw MailboxTrouble.broken(
                    mailbox.host() + ":" + mailbox.port() + " does not answer as an IMAP server"
                            + (mailbox.tls() ? " with TLS: " : ": ") + ImapSession.said(e),
                    "host");
        }
    }

    private static void login(IMAPProtocol protocol, ImapMailbox mailbox, String secret) throws MailboxTrouble {
        String setting = mailbox.oauth() == null ? "password" : "oauth";
        try {
            if (protocol.isAuthenticated()) {
                return;
            }
            if (mailbox.oauth() != null) {
                protocol.authoauth2(mailbox.username(), secret);
            } else if (protocol.hasCapability("LOGINDISABLED")) {
                throw MailboxTrouble.refused("the server takes no password on this connection", "tls");
            } else {
                protocol.login(mailbox.username(), secret);
            }
            protocol.capability();
        } catch (CommandFailedException | BadCommandException e) {
            throw MailboxTrouble.refused("the login is refused: " + ImapSession.said(e), setting);
        } catch (ProtocolException e) {
            throw MailboxTrouble.broken("the connection broke during the login: " + ImapSession.said(e), "host");
        }
    }

    private static MailboxInfo select(IMAPProtocol protocol, String folder) throws MailboxTrouble {
        try {
            return protocol.select(folder);
        } catch (CommandFailedException | BadCommandException e) {
            throw MailboxTrouble.refused(
                    "the folder \"" + folder + "\" cannot be opened: " + ImapSession.said(e), "folder");
        } catch (ProtocolException e) {
            throw MailboxTrouble.broken("the connection broke: " + ImapSession.said(e), "host");
        }
    }
}
