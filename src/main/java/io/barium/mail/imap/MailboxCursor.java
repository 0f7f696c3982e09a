package io.barium.mail.imap;

import io.barium.config.ImapMailbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a mailbox has been read, as Barium's database keeps it. Read and written on the connection that holds the
 * mailbox's session lock: whoever lost the lock has lost the connection, and cannot set back what another process
 * wrote.
 */
final class MailboxCursor {
    private static final Logger log = LoggerFactory.getLogger(MailboxCursor.class);
    private static final long PATIENCE_SECONDS = 10;

    private final SqlConnection connection;
    private final ImapMailbox mailbox;
    private final Clock clock;
    private long uidValidity = -1;
    private long lastUid;

    private MailboxCursor(SqlConnection connection, ImapMailbox mailbox, Clock clock) {
        this.connection = connection;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** The cursor as it is stored. */
    static MailboxCursor load(SqlConnection connection, ImapMailbox mailbox, Clock clock) throws MailboxTrouble {
        MailboxCursor cursor = new MailboxCursor(connection, mailbox, clock);
        for (Row row : within(connection
                .preparedQuery(
                        "select uid_validity, last_uid from imap_mailbox where host = $1 and username = $2 and folder = $3")
                .execute(Tuple.of(mailbox.host(), mailbox.username(), mailbox.folder())))) {
            cursor.uidValidity = row.getLong("uid_validity");
            cursor.lastUid = row.getLong("last_uid");
        }
        return cursor;
    }

    /** The connection that it is written on. */
    SqlConnection connection() {
        return connection;
    }

    /** Mails up to this UID are in the journal. */
    long lastUid() {
        return lastUid;
    }

    /**
     * Adapts to the folder as it is now.
     *
     * @return whether everything in it has to be read again
     */
    boolean adapt(long validityNow, long uidNext) {
        boolean known = uidValidity >= 0;
        boolean rebuilt = uidNext > 0 && uidNext <= lastUid;
        if (validityNow == uidValidity && !rebuilt) {
            return false;
        }
        if (known) {
            log.warn(
                    "imap folder was renumbered, it is read again from its first mail on mailbox={} uidValidity={} before={}",
                    mailbox.id(),
                    validityNow,
                    uidValidity);
        }
        uidValidity = validityNow;
        lastUid = 0;
        return known;
    }

    /** Mails up to this UID are in the journal; stored when this returns. */
    void advance(long uid) throws MailboxTrouble {
        within(connection
                .preparedQuery("""
                        insert into imap_mailbox (host, username, folder, uid_validity, last_uid, updated_at)
                        values ($1, $2, $3, $4, $5, $6)
                        on conflict (host, username, folder) do update
                        set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, updated_at = excluded.updated_at
                        """)
                .execute(Tuple.of(
                        mailbox.host(),
                        mailbox.username(),
                        mailbox.folder(),
                        uidValidity,
                        uid,
                        clock.instant().atOffset(ZoneOffset.UTC))));
        lastUid = uid;
    }

    private static <T> T within(Future<T> answer) throws MailboxTrouble {
        try {
            return answer.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) { // a connection fails with an IOException, which await throws undeclared
            throw MailboxTrouble.broken("the database does not keep the place: " + e.getMessage(), "database.url");
        }
    }
}
