package io.barium.mail.imap;

import io.barium.config.ImapMailbox;
import io.barium.intake.Entry;
import io.barium.intake.Gathering;
import io.barium.intake.Gathering.Taken;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.Receipt;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.TextBounds;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes mails out of a mailbox into the journal, one by one. */
final class MailCollector {
    private static final Logger log = LoggerFactory.getLogger(MailCollector.class);
    /** Wire format of these contacts. */
    static final String IMAP = "imap";

    private static final int PIECE = 256 << 10;
    private static final int MOST_HEADERS = 256 << 10;
    private static final long COMMIT_SECONDS = 60;

    private final ImapMailbox mailbox;
    private final Set<String> domains;
    private final int maxBytes;
    private final Journal journal;
    private final InFlight inFlight;
    private final MeterRegistry meters;
    private final Clock clock;
    /**
     * What was read.
     *
     * @param unreadable why it is not the whole mail; {@code null} when it is
     * @param outcome as it is counted
     */
    private record Content(byte[] bytes, @Nullable String unreadable, String outcome) {}

    /**
     * A collector for one mailbox.
     *
     * @param domains ours, in lower case
     * @param maxBytes of a mail; of a larger one the journal gets the headers
     */
    MailCollector(
            ImapMailbox mailbox,
            Set<String> domains,
            int maxBytes,
            Journal journal,
            InFlight inFlight,
            MeterRegistry meters,
            Clock clock) {
        this.mailbox = mailbox;
        this.domains = domains;
        this.maxBytes = maxBytes;
        this.journal = journal;
        this.inFlight = inFlight;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Takes a mail; it is in the journal when this returns, or gone from the folder.
     *
     * @return {@code false} when this process has no room for it now
     */
    boolean take(ImapSession session, long uid, ImapSession.Facts facts) throws MailboxTrouble {
        try (InFlight.Share share = inFlight.open()) {
            int announced = facts.size() <= maxBytes ? (int) facts.size() : 0;
            Gathering bytes = new Gathering(share, maxBytes, announced);
            Taken taken = facts.size() > maxBytes ? Taken.TOO_LARGE : gather(session, uid, bytes);
            if (taken == Taken.NO_ROOM) {
                return false;
            }
            Content content = taken == Taken.YES
                    ? new Content(bytes.bytes(), null, "JOURNALLED")
                    : headersOnly(session, uid, facts, bytes);
            if (content.bytes().length == 0) {
                content = nothing(session, uid);
            }
            if (content != null) {
                journal(session, uid, facts, content);
            }
            return true;
        }
    }

    private static Taken gather(ImapSession session, long uid, Gathering bytes) throws MailboxTrouble {
        while (true) {
            byte[] piece = session.piece(uid, "", bytes.size(), PIECE);
            if (piece == null || piece.length == 0) {
                return Taken.YES;
            }
            Taken taken = bytes.add(piece, piece.length);
            if (taken != Taken.YES || piece.length < PIECE) {
                return taken;
            }
        }
    }

    private Content headersOnly(ImapSession session, long uid, ImapSession.Facts facts, Gathering dropped)
            throws MailboxTrouble {
        dropped.drop();
        byte[] headers = session.piece(uid, "HEADER", 0, MOST_HEADERS);
        log.warn(
                "imap message is too large, only its headers are kept mailbox={} uid={} bytes={} smtp.maxMessageBytes={}",
                mailbox.id(),
                uid,
                facts.size(),
                maxBytes);
        return new Content(
                headers == null ? new byte[0] : headers,
                "expected at most smtp.maxMessageBytes " + maxBytes + ", found a message of "
                        + Math.max(facts.size(), maxBytes + 1L)
                        + " bytes; its headers are kept, the rest is in the mailbox",
                "TOO_LARGE");
    }

    /** The server gave no bytes: somebody deleted the mail meanwhile, or the server cannot read it. */
    private @Nullable Content nothing(ImapSession session, long uid) throws MailboxTrouble {
        if (!session.has(uid)) {
            count("GONE");
            return null;
        }
        return new Content(new byte[0], "the mail server has no content for this message", "UNREADABLE");
    }

    private void journal(ImapSession session, long uid, ImapSession.Facts facts, Content content)
            throws MailboxTrouble {
        String place = String.join("\0", mailbox.host(), mailbox.username(), mailbox.folder()) + "\0"
                + session.uidValidity() + ":" + uid;
        Instant now = clock.instant();
        Entry entry = entry(id(place), now, uid, session, facts, content);
        Receipt receipt = append(entry);
        if (receipt == Receipt.CONFLICT) {
            // The server gave the UID another content than before; what came first stays, and this is not to be lost.
            String other = id(place + "\0" + EventIds.ofContent(content.bytes(), List.of()));
            receipt = append(entry(other, now, uid, session, facts, content));
        }
        if (receipt == Receipt.KNOWN || receipt == Receipt.CONFLICT) {
            count("KNOWN");
        } else {
            count(content.unreadable() == null && entry.unreadable() != null ? "UNREADABLE" : content.outcome());
        }
    }

    private static String id(String place) {
        return "imap:" + EventIds.ofContent(place.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private Receipt append(Entry entry) throws MailboxTrouble {
        try {
            return journal.append(entry).await(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) { // a spool fails with an IOException, which await throws undeclared
            throw MailboxTrouble.broken("the journal takes nothing: " + e.getMessage(), "database.url, spool.maxBytes");
        }
    }

    private Entry entry(
            String eventId, Instant now, long uid, ImapSession session, ImapSession.Facts facts, Content content) {
        byte[] raw = content.bytes();
        DeliveryTrace trace = DeliveryTrace.of(headers(raw), domains, ownAddress());
        Map<String, Object> transport = transport(session, uid, facts, trace);
        String why = content.unreadable();
        if (why == null) {
            try {
                MailEnvelope envelope = new MailEnvelope(
                        eventId,
                        trace.from(),
                        trace.to(),
                        facts.arrivedAt() == null ? now : facts.arrivedAt(),
                        mailbox.authservId(),
                        mailbox.region());
                Mail mail = MimeReader.read(raw, envelope);
                Entry entry = Entry.of(mailbox.id(), IMAP, now, mail, transport, raw);
                // Without Message-ID, the same bytes in one mailbox are one delivery: servers write ids of theirs
                // above.
                return entry.thread() != null ? entry : entry.in(EventIds.ofContent(raw, List.of()));
            } catch (RuntimeException | StackOverflowError e) {
                log.error("reader failed source={}", mailbox.id(), e);
                why = "reader failed: " + e.getClass().getSimpleName();
            }
        }
        return Entry.unreadable(mailbox.id(), IMAP, eventId, Channel.MAIL, now, why, transport, raw);
    }

    private MailHeaders headers(byte[] raw) {
        try {
            return MimeReader.headers(raw);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("header reader failed source={}", mailbox.id(), e);
            return new MailHeaders(List.of());
        }
    }

    private String ownAddress() {
        String user = mailbox.username();
        return TextBounds.name(user.indexOf('@') > 0 ? user : user + "@" + mailbox.host());
    }

    private Map<String, Object> transport(ImapSession session, long uid, ImapSession.Facts facts, DeliveryTrace trace) {
        Map<String, Object> transport = new LinkedHashMap<>();
        transport.put("server", mailbox.host() + ":" + mailbox.port());
        transport.put("tls", mailbox.tls());
        transport.put("username", mailbox.username());
        transport.put("folder", mailbox.folder());
        transport.put("uid", session.uidValidity() + ":" + uid);
        transport.put("arrivedAt", facts.arrivedAt());
        transport.put("mailFrom", trace.from());
        transport.put("rcptTo", trace.to());
        transport.put("recipientsBy", trace.by());
        return transport;
    }

    private void count(String outcome) {
        meters.counter("barium.imap", "mailbox", mailbox.id(), "outcome", outcome)
                .increment();
    }
}
