package io.barium.view;

import io.barium.intake.ContactJson;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a row of the journal becomes a contact. */
final class ContactRows {
    /**
     * Reports of one call come within the month and the next, so that other partitions need not be asked. A partition
     * of the journal has ten to the tenth numbers.
     */
    static final long TWO_MONTHS = 20_000_000_000L;

    /** The first row of the same call; for rows that casework has not placed yet. Lowest row, highest row. */
    private static final String EARLIER = """
            from journal e where e.source = j.source and e.thread = j.thread and e.seq < j.seq
            and e.seq > j.seq - %1$d and e.seq > %2$s - %1$d and e.seq < %3$s
            """;

    /** Columns of a contact: the earlier row of its call. */
    private static final String COLUMNS = """
            j.seq, j.source, j.provider, j.event_id, j.channel, j.thread, j.received_at, j.contact,
            j.unreadable, j.raw_size, encode(j.raw_sha256, 'hex') as raw_sha256, s.standing, s.why, s.case_id,
            coalesce(s.contact_seq, case when j.thread is not null then (select min(e.seq) %s) end, j.seq) as contact_seq,
            coalesce((select n.additions from addition_count n where n.contact_seq = j.seq), 0) as additions
            """;

    static final String FROM = " from journal j left join sighting s on s.seq = j.seq ";

    /** Contacts {@code $1}, which are between {@code $2} and {@code $3}. */
    static final String GIVEN = "select " + COLUMNS.formatted(earlier("$2", "$3")) + FROM
            + "where j.seq = any($1) and j.seq between $2 and $3";

    /**
     * The same for a page that begins somewhere: both sides are told, or a merge of the two would read the sightings
     * from the first one up to there.
     *
     * @param bound comparison of a sequence, such as {@code "> $1"}
     */
    static String from(String bound) {
        return FROM + "and s.seq " + bound + " where j.seq " + bound;
    }

    /**
     * Holds for a contact, not for a later report about the same call.
     *
     * @param lowest what no row is below, as the statement's other bounds say
     * @param highest what no row is above
     */
    static String first(String lowest, String highest) {
        return """
             case when s.contact_seq is not null then s.contact_seq = j.seq
                  else j.thread is null or not exists (select 1 %s) end
            """.formatted(earlier(lowest, highest));
    }

    private static String earlier(String lowest, String highest) {
        return EARLIER.formatted(TWO_MONTHS, lowest, highest);
    }

    /** The parameters of rows and their bounds, which name the partitions; anybody can ask for a row below all. */
    static Tuple between(List<Long> seqs) {
        return Tuple.tuple()
                .addArrayOfLong(seqs.toArray(Long[]::new))
                .addLong(Math.max(0, Collections.min(seqs)))
                .addLong(Collections.max(seqs));
    }

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
