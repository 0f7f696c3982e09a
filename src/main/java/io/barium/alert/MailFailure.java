package io.barium.alert;

import io.barium.config.Settings.Relay;
import io.barium.outbox.Sender.Outcome.Failed;
import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What a failed attempt at a relay means, by RFC 5321 section 4.2.1: a reply of 4yz and trouble with the connection
 * pass by themselves, one of 5yz and a STARTTLS or login that is not offered are for people to mend.
 */
final class MailFailure {
    private static final int MOST = 230;
    private static final String RECIPIENT = "recipient address not accepted";

    private static final String NO_STARTTLS = "STARTTLS required";
    private static final String NO_LOGIN = "login is required";
    private static final Pattern REFUSAL = Pattern.compile("[45][0-9]{2}");

    private MailFailure() {}

    /** Whether the relay refused a recipient, and not the mail or us. */
    static boolean ofRecipient(Throwable e) {
        return e instanceof SMTPException && String.valueOf(e.getMessage()).startsWith(RECIPIENT);
    }

    /** Whether it refused every recipient, in a try that is content with some. */
    static boolean ofEveryRecipient(Throwable e) {
        return String.valueOf(e.getMessage()).startsWith("no recipient addresses");
    }

    /** Whether it refused a recipient for good. */
    static boolean ofRecipientForGood(Throwable e) {
        return ofRecipient(e) && ((SMTPException) e).isPermanent();
    }

    /** Whether the relay seemed not to offer what the settings want. */
    static boolean ofOffers(Throwable e) {
        String what = String.valueOf(e.getMessage());
        return what.startsWith(NO_STARTTLS) || what.startsWith(NO_LOGIN);
    }

    /**
     * The same failure in the light of what the relay answers to EHLO; that may be refused for now, and then nothing is
     * offered.
     *
     * @param lines of its reply, at least one
     */
    static Throwable afterEhlo(List<String> lines, Throwable e) {
        Matcher refusal = REFUSAL.matcher(lines.get(0));
        if (refusal.lookingAt()) {
            return new SMTPException("EHLO refused", Integer.parseInt(refusal.group()), lines, false);
        }
        boolean offered = lines.stream().anyMatch(l -> l.regionMatches(true, 4, "STARTTLS", 0, 8));
        return offered && String.valueOf(e.getMessage()).startsWith(NO_STARTTLS)
                ? new IOException("STARTTLS is offered, but not always")
                : e;
    }

    /**
     * Tells what happened, what it means and which setting to mend.
     *
     * @param setting path of the route's settings
     */
    static Failed of(String setting, Relay relay, Throwable e) {
        boolean login = relay.username() != null;
        String what = Wording.oneLine(String.valueOf(e.getMessage()), MOST);
        String means;
        boolean refused = false;
        if (e instanceof SMTPException reply) {
            refused = reply.isPermanent();
            means = refused
                    ? refusal(setting, reply.getReplyCode(), what)
                    : "the relay is not ready for it now"
                            + (what.startsWith("AUTH ") ? "; if that lasts " + credentials(setting) : "");
        } else if (what.startsWith(NO_STARTTLS)) {
            refused = true;
            means = "use a relay or " + setting + ".port that has it; only where mail may go unencrypted set " + setting
                    + ".startTls to false";
        } else if (what.startsWith(NO_LOGIN)) {
            refused = true;
            means = "the relay offers no login we know: check " + setting + ".port, .startTls and .username";
        } else if (what.startsWith("not an SSL/TLS record")) {
            what = "it offers STARTTLS, but does not begin TLS";
            means = "the relay is not ready for it now (454 of RFC 3207); if that lasts its log says why";
        } else if (e instanceof SSLException || e.getCause() instanceof SSLException) {
            refused = true;
            means = "the relay's certificate or TLS does not do: mend it, or check " + setting + ".host";
        } else if (e instanceof UnknownHostException) {
            means = "check " + setting + ".host and the name service";
        } else if (e instanceof TimeoutException) {
            what = "no answer in time";
            means = "the relay hangs, or a firewall drops what is sent to it";
        } else {
            means = "check that the relay runs and that " + setting + ".host and .port are right"
                    + (login ? "; where it hangs up at the login " + credentials(setting) : "");
        }
        String address = relay.host() + ":" + relay.port();
        return new Failed(setting + " " + address + ": " + what + "; " + means, refused, Duration.ZERO);
    }

    /** Reply codes of RFC 5321 section 4.2.3 and RFC 4954 section 6. */
    private static String refusal(String setting, int code, String what) {
        if (code == 530 || code == 534 || code == 535 || code == 538) {
            return credentials(setting);
        }
        if (what.startsWith("sender address")) {
            return "check alerts.mail.from, and whether the relay lets this host send";
        }
        if (what.startsWith(RECIPIENT)) {
            return "check alerts.mail.to, and whether the relay lets this host send";
        }
        if (what.startsWith("got error response")) {
            return "the relay does not talk to this host: check its access list and " + setting + ".host";
        }
        return "the relay does not want this mail: its log says why";
    }

    private static String credentials(String setting) {
        return "check " + setting + ".username and .password";
    }

    /** Some recipients have the mail; it is to be tried again for these alone. */
    static Failed partly(Failed why, List<String> outstanding) {
        String reason = why.reason() + "; still to get it: " + String.join(", ", outstanding);
        return new Failed(reason, why.refused(), why.atLeast(), outstanding);
    }

    /**
     * Both routes failed.
     *
     * @param outstanding whom of several neither of them has reached; empty when nobody has the mail
     */
    static Failed both(Failed relay, Failed fallback, List<String> outstanding) {
        return new Failed(
                relay.reason() + " | " + fallback.reason(),
                relay.refused() || fallback.refused(),
                Duration.ZERO,
                outstanding);
    }
}
