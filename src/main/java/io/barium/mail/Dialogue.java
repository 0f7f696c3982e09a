package io.barium.mail;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.command.MailCommand;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * Where the library's commands do not suit a mail exchanger on the open internet, these stand in their place.
 *
 * <p>BDAT goes: when it is refused, the library takes the chunk for commands, and a peer that relays other people's
 * mail could be made to speak for them. HELP goes because it names what is of no concern to peers.
 */
final class Dialogue {
    private Dialogue() {}

    /** Puts them in place. */
    static void applyTo(CommandHandler commands) {
        commands.addCommand(new Ehlo());
        commands.addCommand(new Mail());
        for (String verb : List.of("BDAT", "HELP", "AUTH")) {
            commands.addCommand(new Absent(verb));
        }
    }

    /** Announces what is there: RFC 1870, 6152, 3207 and 6531. */
    private static final class Ehlo extends BaseCommand {
        Ehlo() {
            super("EHLO", "", "");
        }

        @Override
        public void execute(String line, Session session) throws IOException {
            String[] words = getArgs(line);
            if (words.length < 2) {
                session.sendResponse("501 5.5.4 Syntax: EHLO hostname");
                return;
            }
            session.resetMailTransaction();
            session.setHelo(words[1]);
            SMTPServer server = session.getServer();
            String startTls = server.getEnableTLS() && !session.isTLSStarted() ? "250-STARTTLS\r\n" : "";
            session.sendResponse("250-" + server.getHostName() + "\r\n250-8BITMIME\r\n250-SIZE "
                    + server.getMaxMessageSize() + "\r\n" + startTls + "250 SMTPUTF8");
        }
    }

    /** The library cannot count beyond 31 bits. */
    private static final class Mail extends BaseCommand {
        /** Senders write what they like before the at sign; only what no line may hold is refused. */
        private final MailCommand library =
                new MailCommand(address -> address.chars().noneMatch(Character::isISOControl));

        Mail() {
            super("MAIL", "", "");
        }

        @Override
        public void execute(String line, Session session) throws IOException, DropConnectionException {
            String lower = line.toLowerCase(Locale.ROOT);
            int size = lower.indexOf(" size=");
            if (size >= 0 && digits(lower, size + 6) > 9) {
                session.sendResponse("552 5.3.4 Message size exceeds fixed limit");
                return;
            }
            library.execute(line, session);
        }

        private static int digits(String text, int from) {
            int to = from;
            while (to < text.length() && Character.isDigit(text.charAt(to))) {
                to++;
            }
            return to - from;
        }
    }

    private static final class Absent extends BaseCommand {
        Absent(String verb) {
            super(verb, "", "");
        }

        @Override
        public void execute(String line, Session session) throws IOException {
            session.sendResponse("502 5.5.1 Command not implemented");
        }
    }
}
