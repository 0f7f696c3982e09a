package io.barium.view;

import io.barium.intake.ContactJson;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a row of the journal becomes a contact. */
final class ContactRows {
    /**
     * Reports of one call come within the month and the next, so that other partitions need not be asked. A partition
     * of the journal has ten to the tenth numbers.
     */
    static final String TWO_MONTHS = "20000000000";

    /** The first row of the same call; for rows that casework has not placed yet. */
    private static final String EARLIER =
            "from journal e where e.source = j.source and e.thread = j.thread and e.seq < j.seq and e.seq > j.seq - "
                    + TWO_MONTHS;

    /** Columns of a contact. */
    static final String COLUMNS = """
            j.seq, j.source, j.provider, j.event_id, j.channel, j.thread, j.received_at, j.contact,
            j.unreadable, j.raw_size, encode(j.raw_sha256, 'hex') as raw_sha256, s.standing, s.why, s.case_id,
            coalesce(s.contact_seq, case when j.thread is not null then (select min(e.seq) %s) end, j.seq) as contact_seq,
            coalesce((select n.additions from addition_count n where n.contact_seq = j.seq), 0) as additions
            """.formatted(EARLIER);

    static final String FROM = " from journal j left join sighting s on s.seq = j.seq ";

    /**
     * The same for a page that begins somewhere: both sides are told, or a merge of the two would read the sightings
     * from the first one up to there.
     *
     * @param bound comparison of a sequence, such as {@code "> $1"}
     */
    static String from(String bound) {
        return FROM + "and s.seq " + bound + " where j.seq " + bound;
    }

    /** Holds for a contact, not for a later report about the same call. */
    static final String FIRST = """
             case when s.contact_seq is not null then s.contact_seq = j.seq
                  else j.thread is null or not exists (select 1 %s) end
            """.formatted(EARLIER);

    private ContactRows() {}

    static ContactView contact(Row row) {
        String json = row.getString("contact");
        Contact contact = json == null ? null : read(json);
        String unreadable = row.getString("unreadable");
        if (json != null && contact == null) {
            unreadable = "the journalled contact cannot be read by this version";
        }
        String standing = row.getString("standing");
        return new ContactView(
                row.getLong("seq"),
                row.getLong("contact_seq"),
                row.getString("source"),
                row.getString("provider"),
                row.getString("event_id"),
                Channel.valueOf(row.getString("channel")),
                row.getOffsetDateTime("received_at").toInstant(),
                contact,
                unreadable,
                row.getString("thread"),
                row.getInteger("raw_size"),
                row.getString("raw_sha256"),
                standing == null ? null : Standing.valueOf(standing),
                row.getString("why"),
                row.getLong("case_id"),
                List.of(),
                List.of(),
                row.getLong("additions"),
                null);
    }

    static Match match(Row row) {
        return new Match(
                row.getLong("token_id"),
                TokenKind.valueOf(row.getString("kind")),
                TokenRole.valueOf(row.getString("role")),
                MatchedAs.valueOf(row.getString("matched_as")),
                row.getString("value"));
    }

    /** One bad row must not take the whole listing down. */
    private static @Nullable Contact read(String json) {
        try {
            return ContactJson.read(json);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
