package io.barium.casework;

import io.barium.inference.Level;
import io.barium.intake.ContactJson;
import io.barium.loop.Rounds;
import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.barium.verdict.Assumptions;
import io.barium.verdict.Inquiry;
import io.barium.verdict.Observation;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the journal's contacts once more, up to a row, on facts as they were at given marks. */
public final class VerdictReplay {
    private static final int PAGE = 2_000;
    private static final int PAIRS = 5;
    /** Texts of a page; their sizes are known without reading them. */
    private static final long PAGE_BYTES = 4 << 20;
    /**
     * Contacts that say nothing are passed over; a page ends with the text by which it becomes large. Each row of the
     * journal is looked for on its own: a join might be made by reading the journal from its start, again for each
     * page.
     */
    static final String OBSERVED = """
            select p.seq, p.contact_seq, p.standing, p.why, p.case_id, p.campaign, p.received_at, p.contact,
                   (select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'role', t.role, 'as', st.matched_as)
                                    order by t.id, st.matched_as)::text
                    from sighting_token st join token t on t.id = st.token_id where st.seq = p.seq) as hits
            from (select n.*, sum(n.size) over (order by n.seq) - n.size as before
                  from (select s.seq, s.contact_seq, s.standing, s.why, s.case_id, s.campaign, j.received_at, j.contact,
                               coalesce(octet_length(j.contact), 0) as size
                        from sighting s
                        cross join lateral (select received_at, contact from journal where seq = s.seq limit 1) j
                        where s.seq > $1 and s.seq <= $2
                          and (s.standing in ('CREDIBLE', 'CONTROL') or s.campaign is not null)
                        order by s.seq limit $3) n) p
            where p.before < $4
            order by p.seq
            """;

    private final Vertx vertx;
    private final Assumptions assumptions;

    /** A replay for verdicts that take this for granted. */
    public VerdictReplay(Vertx vertx, Assumptions assumptions) {
        this.vertx = vertx;
        this.assumptions = assumptions;
    }

    /**
     * What a row has brought.
     *
     * @param made {@code null} where it says nothing
     * @param changed whether a verdict may be another one now
     */
    record Step(Observations.@Nullable Made made, boolean changed) {}

    /** All contacts so far, as verdicts see them. */
    static final class Memory {
        private final RegisteredReads.Marks marks;
        private final Siblings siblings;
        private final Observations observations;
        private final Inquiry inquiry;
        /** Campaigns that are known to be part of others, before that is seen. */
        private final Map<Long, Long> merged;

        private long seq;

        Memory(
                RegisteredReads.Marks marks,
                Siblings siblings,
                Observations observations,
                Inquiry inquiry,
                Map<Long, Long> merged) {
            this.marks = marks;
            this.siblings = siblings;
            this.observations = observations;
            this.inquiry = inquiry;
            this.merged = merged;
        }

        RegisteredReads.Marks marks() {
            return marks;
        }

        Inquiry inquiry() {
            return inquiry;
        }

        /** The newest row that was taken. */
        long seq() {
            return seq;
        }

        Step take(Sighted sighted, Instant at, @Nullable Contact contact) {
            seq = sighted.seq();
            Observations.Made made = observations.next(sighted, at, contact, siblings::at);
            return new Step(made, made != null && inquiry.take(known(made.observation())));
        }

        private Observation known(Observation o) {
            Long whole = merged.get(o.campaign());
            return whole == null ? o : o.in(whole);
        }
    }

    /**
     * A replay that was made.
     *
     * @param newest verdict on the open case that is stored; {@code null} for none
     * @param unstored rows whose campaign is not in the database
     */
    record Replayed(Memory memory, @Nullable Verdict newest, List<Observations.Made> unstored) {}

    /** Up to where casework has come. */
    Future<Replayed> upToCursor(SqlClient client, RegisteredReads.Marks marks) {
        return client.query("select seq from casework_cursor").execute().compose(rows -> {
            long cursor = rows.iterator().next().getLong("seq");
            List<Observations.Made> unstored = new ArrayList<>();
            return memory(client, marks)
                    .compose(memory -> pages(client, memory, 0, cursor, unstored::add))
                    .compose(memory -> {
                        memory.seq = cursor;
                        return newest(client).map(newest -> new Replayed(memory, newest, unstored));
                    });
        });
    }

    /**
     * Takes what casework has judged since, elsewhere or while the memory was made.
     *
     * @return with the same memory
     */
    Future<Replayed> goOn(SqlClient client, Memory memory) {
        return client.query("select seq from casework_cursor").execute().compose(rows -> {
            long cursor = rows.iterator().next().getLong("seq");
            List<Observations.Made> unstored = new ArrayList<>();
            return pages(client, memory, memory.seq, cursor, unstored::add).compose(m -> {
                m.seq = cursor;
                return newest(client).map(newest -> new Replayed(m, newest, unstored));
            });
        });
    }

    /**
     * The verdict on a case as it was at a row of the journal, made anew and taking for granted what was then.
     *
     * @return with the one that is stored for the same basis, where one is
     */
    public Future<AsOf> asOf(SqlClient client, long caseId, long seq) {
        return client.preparedQuery(
                        "select document, seq from verdict where case_id = $1 and seq <= $2 order by seq desc limit 2")
                .execute(Tuple.of(caseId, seq))
                .compose(rows -> {
                    List<Verdict> stored = new ArrayList<>();
                    rows.forEach(r -> stored.add(VerdictJson.read(r.getString("document"))));
                    if (stored.isEmpty()) {
                        return Future.failedFuture(new IllegalArgumentException(
                                "there is no verdict on case " + caseId + " up to journal row " + seq));
                    }
                    Verdict then = stored.get(0);
                    Level before = stored.size() > 1 ? stored.get(1).level() : Level.QUIET;
                    VerdictReplay as = new VerdictReplay(vertx, Assumptions.of(then.basis()));
                    return as.memory(client, RegisteredReads.Marks.of(then))
                            .compose(memory -> as.pages(client, memory, 0, seq, made -> {}))
                            .compose(memory -> vertx.executeBlocking(() -> new AsOf(
                                            memory.inquiry.verdict(caseId, before),
                                            then,
                                            memory.inquiry.logE(),
                                            memory.inquiry.pairs(caseId, PAIRS)))
                                    .compose(made -> as.merged(client, memory, seq)
                                            .map(log -> new AsOf(made.verdict(), then, log, made.pairs()))));
                });
    }

    /**
     * E, had it been known from the start which campaigns are one: the journal once more, because what was taken is too
     * much to be kept for it.
     */
    private Future<Double> merged(SqlClient client, Memory memory, long upTo) {
        Map<Long, Long> merged = memory.observations.merged();
        if (merged.isEmpty()) {
            return Future.succeededFuture(memory.inquiry.logE());
        }
        Memory anew = new Memory(
                memory.marks,
                memory.siblings,
                memory.observations.anew(),
                new Inquiry(assumptions, memory.inquiry.registered()),
                merged);
        return pages(client, anew, 0, upTo, made -> {}).map(done -> anew.inquiry.logE());
    }

    /**
     * A verdict that was made again.
     *
     * @param verdict as it comes out now
     * @param stored the newest that is stored at or before the row
     * @param logMerged natural logarithm of E, had late merges of campaigns been known from the start
     * @param pairs of agents who together explain what was reached, likeliest first
     */
    public record AsOf(Verdict verdict, Verdict stored, double logMerged, List<Verdict.Place> pairs) {
        /** Whether it rests on the same and comes to the same, bit for bit. */
        public boolean same() {
            return VerdictJson.write(verdict).equals(VerdictJson.write(stored));
        }
    }

    private Future<Memory> memory(SqlClient client, RegisteredReads.Marks marks) {
        return RegisteredReads.upTo(client, marks)
                .compose(read -> vertx.executeBlocking(() -> {
                    Siblings siblings = Siblings.of(read.siblings());
                    SpokenNames names = new SpokenNames(read.names());
                    Inquiry inquiry = new Inquiry(assumptions, RegisteredReads.among(read.facts(), siblings));
                    return new Memory(
                            marks, siblings, new Observations(assumptions.brands(), names), inquiry, Map.of());
                }));
    }

    private Future<Memory> pages(
            SqlClient client, Memory memory, long after, long upTo, Consumer<Observations.Made> unstored) {
        AtomicLong taken = new AtomicLong(after);
        return Rounds.of(() -> client.preparedQuery(OBSERVED)
                        .execute(Tuple.of(taken.get(), upTo, PAGE, PAGE_BYTES))
                        .compose(rows -> vertx.executeBlocking(() -> {
                            for (Row r : rows) {
                                Step step = memory.take(sighted(r), at(r), contact(r));
                                if (step.made() != null && r.getLong("campaign") == null) {
                                    unstored.accept(step.made());
                                }
                                taken.set(r.getLong("seq"));
                            }
                            return new Rounds.Round(rows.size(), rows.size() > 0);
                        })))
                .map(rows -> memory);
    }

    private static Future<@Nullable Verdict> newest(SqlClient client) {
        return client.query("""
                        select v.document from verdict v join support_case c on c.id = v.case_id
                        where c.state = 'OPEN' order by v.seq desc limit 1
                        """)
                .execute()
                .map(rows -> rows.size() == 0
                        ? null
                        : VerdictJson.read(rows.iterator().next().getString("document")));
    }

    private static Instant at(Row r) {
        return r.getOffsetDateTime("received_at").toInstant();
    }

    private static @Nullable Contact contact(Row r) {
        String text = r.getString("contact");
        try {
            return text == null ? null : ContactJson.read(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Sighted sighted(Row r) {
        List<Hit> hits = new ArrayList<>();
        String json = r.getString("hits");
        for (Object o : json == null ? new JsonArray() : new JsonArray(json)) {
            JsonObject hit = (JsonObject) o;
            hits.add(new Hit(
                    hit.getLong("id"),
                    TokenKind.valueOf(hit.getString("kind")),
                    TokenRole.valueOf(hit.getString("role")),
                    MatchedAs.valueOf(hit.getString("as"))));
        }
        return new Sighted(
                r.getLong("seq"),
                r.getLong("contact_seq"),
                Standing.valueOf(r.getString("standing")),
                Objects.requireNonNull(r.getString("why")),
                r.getLong("case_id"),
                hits);
    }
}
