package io.barium.mail.imap;

import io.barium.provider.kit.TextBounds;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a mailbox (RFC 3501) with its folder selected. The library speaks the protocol; its folders and
 * messages are passed over, because they keep every message of a folder in mind and number them by position. For one
 * thread; another one may only wake it or cut the socket.
 */
final class ImapSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LEAVING = Duration.ofSeconds(1);

    private final IMAPProtocol protocol;
    private final CuttableSocket sockets;
    private final long uidValidity;
    private final long uidNext;
    private final AtomicBoolean idling = new AtomicBoolean();
    private boolean grown;

    /**
     * What is known of a mail before its bytes.
     *
     * @param size in bytes, as the server believes
     * @param arrivedAt when the server got it; {@code null} when it does not say so legibly
     */
    record Facts(long size, @Nullable Instant arrivedAt) {
        /** Nothing is known. */
        static final Facts NONE = new Facts(0, null);
    }

    /** A session on a connection that is logged in. */
    ImapSession(IMAPProtocol protocol, CuttableSocket sockets, MailboxInfo folder) {
        this.protocol = protocol;
        this.sockets = sockets;
        this.uidValidity = Math.max(0, folder.uidvalidity);
        this.uidNext = folder.uidnext;
        protocol.addResponseHandler(r -> grown |= r instanceof IMAPResponse i && i.keyEquals("EXISTS"));
    }

    /** UIDs mean what they meant as long as this stays the same. */
    long uidValidity() {
        return uidValidity;
    }

    /** The UID that the next mail was to get when the folder was selected; not positive when the server did not say. */
    long uidNext() {
        return uidNext;
    }

    /** Whether the server tells of new mail by itself. */
    boolean canIdle() {
        return protocol.hasCapability("IDLE");
    }

    /** UIDs above the given one, in order. */
    long[] above(long uid) throws MailboxTrouble {
        command("NOOP", null);
        grown = false;
        // A range from above the last mail means that one: the star is the last one, and ranges have no direction.
        return search((uid + 1) + ":*").filter(n -> n > uid).sorted().distinct().toArray();
    }

    /** Whether there still is such a mail. */
    boolean has(long uid) throws MailboxTrouble {
        return search(Long.toString(uid)).anyMatch(n -> n == uid);
    }

    private LongStream search(String uids) throws MailboxTrouble {
        LongStream.Builder found = LongStream.builder();
        for (Response r : command("UID SEARCH UID " + uids, null)) {
            if (r instanceof IMAPResponse i && i.keyEquals("SEARCH")) {
                for (long n = i.readLong(); n >= 0; n = i.readLong()) {
                    found.add(n);
                }
            }
        }
        return found.build();
    }

    /** What is known of mails; one whose facts cannot be read, or that is gone, is missing. */
    Map<Long, Facts> facts(long[] uids) throws MailboxTrouble {
        Map<Long, Facts> out = new HashMap<>();
        for (Response r : command("UID FETCH " + set(uids) + " (UID RFC822.SIZE INTERNALDATE)", null)) {
            if (r instanceof FetchResponse f && f.getItem(UID.class) != null) {
                RFC822SIZE size = f.getItem(RFC822SIZE.class);
                INTERNALDATE date = f.getItem(INTERNALDATE.class);
                out.put(
                        f.getItem(UID.class).uid,
                        new Facts(
                                size == null ? 0 : Math.max(0, size.size),
                                date == null || date.getDate() == null
                                        ? null
                                        : date.getDate().toInstant()));
            }
        }
        return out;
    }

    /**
     * Bytes of a mail, without marking it as seen.
     *
     * @param section empty for the whole mail, {@code HEADER} for its header section
     * @return no more than asked for; {@code null} when there is no such mail or no such part of it
     */
    byte @Nullable [] piece(long uid, String section, int from, int length) throws MailboxTrouble {
        String what = "BODY.PEEK[" + section + "]<" + from + "." + length + ">";
        for (Response r : command("UID FETCH " + uid + " (UID " + what + ")", null)) {
            if (r instanceof FetchResponse f) {
                UID of = f.getItem(UID.class);
                BODY body = f.getItem(BODY.class);
                if (of != null && of.uid == uid && body != null && body.getByteArray() != null) {
                    ByteArray bytes = body.getByteArray();
                    int start = bytes.getStart();
                    return Arrays.copyOfRange(bytes.getBytes(), start, start + bytes.getCount());
                }
            }
        }
        return null;
    }

    /** Gives mails a keyword. */
    void flag(long[] uids, String keyword) throws MailboxTrouble {
        command("UID STORE " + set(uids) + " +FLAGS.SILENT (" + keyword + ")", null);
    }

    /** Moves mails to a folder, which is made if it is not there. */
    void move(long[] uids, String folder) throws MailboxTrouble {
        try {
            moveOnce(uids, folder);
        } catch (MailboxTrouble first) {
            if (!first.refusal()) {
                throw first;
            }
            try {
                command("CREATE", new Argument().writeString(BASE64MailboxEncoder.encode(folder)));
            } catch (MailboxTrouble second) {
                throw second.refusal() ? first : second;
            }
            moveOnce(uids, folder);
        }
    }

    private void moveOnce(long[] uids, String folder) throws MailboxTrouble {
        Argument to = new Argument().writeAtom(set(uids)).writeString(BASE64MailboxEncoder.encode(folder));
        if (protocol.hasCapability("MOVE")) {
            command("UID MOVE", to);
            return;
        }
        command("UID COPY", to);
        command("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)", null);
        // Without this extension only all deleted mails could be expunged, other people's too.
        if (protocol.hasCapability("UIDPLUS")) {
            command("UID EXPUNGE " + set(uids), null);
        }
    }

    /**
     * Waits until mail has come since the last look, by IDLE (RFC 2177).
     *
     * @param most how long; servers end it themselves after half an hour
     */
    void idle(Duration most) throws MailboxTrouble {
        if (grown) {
            return;
        }
        long end = System.nanoTime() + most.toNanos();
        try {
            protocol.idleStart();
            idling.set(true);
            boolean going = true;
            while (going) {
                if (grown) {
                    wake();
                }
                sockets.patience(idling.get() ? Duration.ofNanos(end - System.nanoTime()) : PATIENCE);
                Response r = protocol.readIdleResponse();
                if (r.isBYE() && r.getException() instanceof SocketTimeoutException && idling.get()) {
                    wake();
                } else {
                    going = protocol.processIdleResponse(r);
                }
            }
            sockets.patience(PATIENCE);
        } catch (ProtocolException | SocketException e) {
            throw MailboxTrouble.broken("the connection broke: " + said(e), "host");
        } finally {
            idling.set(false);
        }
    }

    /** Ends the waiting, if there is any; from any thread. */
    void wake() {
        if (idling.compareAndSet(true, false)) {
            protocol.idleAbort();
        }
    }

    /** Takes leave of the server. */
    void leave() {
        try {
            sockets.patience(LEAVING);
            protocol.logout();
        } catch (ProtocolException | SocketException e) {
            log.debug("imap server hung up first", e);
        }
    }

    private Response[] command(String command, @Nullable Argument arguments) throws MailboxTrouble {
        Response[] responses = protocol.command(command, arguments);
        protocol.notifyResponseHandlers(responses);
        try {
            protocol.handleResult(responses[responses.length - 1]);
        } catch (CommandFailedException | BadCommandException e) {
            throw MailboxTrouble.refused("the server refuses " + verb(command) + ": " + said(e), "host");
        } catch (ProtocolException e) {
            throw MailboxTrouble.broken("the connection broke at " + verb(command) + ": " + said(e), "host");
        }
        return responses;
    }

    private static String verb(String command) {
        List<String> words = List.of(command.split(" ", 3));
        return words.get(0).equals("UID") ? words.get(0) + " " + words.get(1) : words.get(0);
    }

    static String said(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return TextBounds.name(text);
    }

    private static String set(long[] uids) {
        return Arrays.stream(uids).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        protocol.disconnect();
    }
}
