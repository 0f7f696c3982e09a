package io.barium.replay.live;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Contacts with planted records, as casework matched them. */
public final class HitLog {
    private static final String NEW = """
            select distinct s.seq, j.received_at, l.row_key from sighting s join journal j on j.seq = s.seq
            join sighting_token st on st.seq = s.seq join token t on t.id = st.token_id
            join planting l on l.persona_id = t.persona_id
            where s.seq > $1 and s.seq = s.contact_seq and s.standing = 'CREDIBLE' order by s.seq, l.row_key
            """;

    private final Pool pool;
    private long seq;

    /**
     * A contact.
     *
     * @param row key of the planted row
     */
    public record Hit(Instant at, String row) {}

    /** The contacts of a database of Barium's. */
    public HitLog(Pool pool) {
        this.pool = pool;
    }

    /** Those that were matched since this was last asked, in order. */
    public List<Hit> fresh() {
        List<Hit> out = new ArrayList<>();
        for (Row r : pool.preparedQuery(NEW).execute(Tuple.of(seq)).await()) {
            seq = r.getLong("seq");
            out.add(new Hit(r.getOffsetDateTime("received_at").toInstant(), r.getString("row_key")));
        }
        return out;
    }
}
