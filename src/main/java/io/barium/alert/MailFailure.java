package io.barium.alert;

import io.barium.outbox.Sender.Outcome.Failed;
import io.vertx.ext.mail.SMTPException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What a failed attempt at a relay means, by RFC 5321 section 4.2.1: a reply of 4yz and trouble with the connection
 * pass by themselves, one of 5yz and a STARTTLS or login that cannot be had are for people to mend.
 */
final class MailFailure {
    private static final int MOST = 230;
    private static final String RECIPIENT = "recipient address not accepted";

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

    /**
     * Tells what happened, what it means and which setting to mend.
     *
     * @param setting path of the route's settings
     * @param address host and port
     */
    static Failed of(String setting, String address, Throwable e) {
        String what = Wording.oneLine(String.valueOf(e.getMessage()), MOST);
        String means;
        boolean refused = false;
        if (e instanceof SMTPException reply) {
            refused = reply.isPermanent();
            means = refused ? refusal(setting, reply.getReplyCode(), what) : "the relay is not ready for it now";
        } else if (what.startsWith("STARTTLS required")) {
            refused = true;
            means = "set " + setting + ".startTls to false, or use a relay that has it";
        } else if (what.startsWith("login is required")) {
            refused = true;
            means = "the relay offers no login we know: check " + setting + ".port, .startTls and .username";
        } else if (e instanceof SSLException || e.getCause() instanceof SSLException) {
            refused = true;
            means = "the relay's certificate or TLS does not do: mend it, or check " + setting + ".host";
        } else if (e instanceof UnknownHostException) {
            means = "check " + setting + ".host and the name service";
        } else if (e instanceof TimeoutException) {
            what = "no answer in time";
            means = "the relay hangs, or a firewall drops what is sent to it";
        } else {
            means = "check that the relay runs and that " + setting + ".host and .port are right";
        }
        return new Failed(setting + " " + address + ": " + what + "; " + means, refused, Duration.ZERO);
    }

    /** Reply codes of RFC 5321 section 4.2.3 and RFC 4954 section 6. */
    private static String refusal(String setting, int code, String what) {
        if (code == 530 || code == 534 || code == 535 || code == 538) {
            return "check " + setting + ".username and .password";
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
