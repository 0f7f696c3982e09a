package io.barium.intake;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows to the end of a chain, which it knows by heart, because nobody else extends it. Batches may follow each
 * other unanswered: each is told where the chain ends if all before it succeed, and inserts nothing where they did not.
 * Then one after the other is mended, and sent again.
 *
 * <p>A chain belongs to one connection, which remembers its end too. When the fate of a batch is unknown (the
 * connection broke around the commit), connection and chain are left, and another writer begins another chain; the
 * unique event tells which rows had made it. On one context.
 */
final class ChainWriter {
    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);
    private static final String FORGOTTEN = "the database session does not remember where its chain ends; database.url"
            + " must lead to PostgreSQL itself or to a pooler that gives each client a session of its own";

    /**
     * What became of a row: a receipt, or the reason why the database will never take it.
     *
     * @param receipt {@code null} when refused
     * @param refused {@code null} when there is a receipt
     */
    record Outcome(@Nullable Receipt receipt, @Nullable Throwable refused) {
        static Outcome of(Receipt receipt) {
            return new Outcome(receipt, null);
        }
    }

    /**
     * Where a chain ends.
     *
     * @param position of its newest row
     * @param hash of that row
     */
    record Head(UUID chain, long position, byte[] hash) {}

    /** A chain that this process extends. */
    private static final class Link {
        private final UUID chain;
        /** Behind what is stored. */
        private long stored;

        private byte[] storedHash;
        /** Behind what was sent, as far as that will be stored. */
        private long sent;

        private byte[] sentHash;
        /** Nothing is sent ahead while a batch is mended. */
        private Future<?> mended = Future.succeededFuture();

        Link(UUID chain, byte[] anchor) {
            this.chain = chain;
            this.storedHash = anchor;
            this.sentHash = anchor;
        }

        /** What is not stored now will not be. */
        void setBack() {
            sent = stored;
            sentHash = storedHash;
        }

        <T> Future<T> mend(Supplier<Future<T>> work) {
            Future<T> done = mended.transform(before -> work.get());
            mended = done;
            return done;
        }
    }

    private final JournalTable table;
    private final @Nullable FreshContacts fresh;
    private @Nullable Future<Link> opened;
    private boolean left;

    /**
     * A writer that opens a chain with its first rows.
     *
     * @param table on a connection that nobody else inserts over
     * @param fresh takes what was read of rows that are committed; {@code null} for nobody
     */
    ChainWriter(JournalTable table, @Nullable FreshContacts fresh) {
        this.table = table;
        this.fresh = fresh;
    }

    /** The newest row that was stored; {@code null} when the chain has none. */
    @Nullable
    Head head() {
        Link link = opened == null ? null : opened.result();
        return link == null || link.stored == 0 ? null : new Head(link.chain, link.stored - 1, link.storedHash);
    }

    /** Nothing is sent any more; what was sent is answered. */
    void leave() {
        left = true;
    }

    /**
     * Writes rows of distinct events.
     *
     * @param flush whether they are to be on disk then
     * @return an outcome for each row; fails when the database cannot commit now, and then nothing is known of any row
     */
    Future<List<Outcome>> write(List<Prepared> rows, boolean flush) {
        return open().compose(link ->
                link.mended.isComplete() ? ahead(link, rows, flush) : link.mend(() -> attempt(link, rows, flush)));
    }

    private Future<List<Outcome>> ahead(Link link, List<Prepared> rows, boolean flush) {
        return insert(link, rows, flush).transform(done -> {
            if (done.succeeded() && done.result()) {
                return stored(rows);
            }
            return link.mend(
                    () -> done.succeeded() ? attempt(link, rows, flush) : mended(link, rows, flush, done.cause()));
        });
    }

    /** Writes rows while nothing is sent ahead; what was sent before may still come to be stored. */
    private Future<List<Outcome>> attempt(Link link, List<Prepared> rows, boolean flush) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        link.setBack();
        return insert(link, rows, flush)
                .compose(
                        inTurn -> inTurn ? stored(rows) : again(link, rows, flush),
                        failure -> mended(link, rows, flush, failure));
    }

    /** What was sent before it was stored after all, and by now everything is answered. */
    private Future<List<Outcome>> again(Link link, List<Prepared> rows, boolean flush) {
        link.setBack();
        return insert(link, rows, flush)
                .compose(
                        inTurn -> inTurn ? stored(rows) : Future.failedFuture(FORGOTTEN),
                        failure -> mended(link, rows, flush, failure));
    }

    /** What becomes of rows that the database did not take together. */
    private Future<List<Outcome>> mended(Link link, List<Prepared> rows, boolean flush, Throwable failure) {
        link.setBack();
        if (JournalTable.isDuplicate(failure)) {
            return withoutKnown(link, rows, flush, failure);
        }
        if (JournalTable.isRejected(failure)) {
            return rows.size() > 1 ? inHalves(link, rows, flush) : refused(link, rows.get(0), flush, failure);
        }
        return Future.failedFuture(failure);
    }

    private Future<Boolean> insert(Link link, List<Prepared> rows, boolean flush) {
        if (left) {
            return Future.failedFuture("the chain was left while its rows were written");
        }
        long first = link.sent;
        List<byte[]> hashes = new ArrayList<>(rows.size());
        byte[] last = link.sentHash;
        for (int i = 0; i < rows.size(); i++) {
            last = Chain.hash(last, link.chain, first + i, rows.get(i).digest());
            hashes.add(last);
        }
        byte[] end = last;
        link.sent = first + rows.size();
        link.sentHash = end;
        return table.insert(link.chain, first, rows, hashes, flush).onSuccess(inTurn -> {
            if (inTurn) {
                if (fresh != null) {
                    fresh.add(link.chain, first, rows);
                }
                link.stored = first + rows.size();
                link.storedHash = end;
            }
        });
    }

    private static Future<List<Outcome>> stored(List<Prepared> rows) {
        return Future.succeededFuture(
                rows.stream().map(r -> Outcome.of(Receipt.STORED)).toList());
    }

    private Future<List<Outcome>> withoutKnown(Link link, List<Prepared> rows, boolean flush, Throwable failure) {
        return table.known(rows).compose(known -> {
            List<Prepared> unknown = unknown(rows, known);
            if (unknown.size() == rows.size()) {
                // Nothing is known yet, so two rows of this batch stand in each other's way.
                return rows.size() > 1 ? inHalves(link, rows, flush) : Future.failedFuture(failure);
            }
            return attempt(link, unknown, flush).map(written -> together(known, written));
        });
    }

    /** The rows of which nothing is known. */
    static List<Prepared> unknown(List<Prepared> rows, List<@Nullable Receipt> known) {
        List<Prepared> unknown = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (known.get(i) == null) {
                unknown.add(rows.get(i));
            }
        }
        return unknown;
    }

    /** What is known of rows, and what became of the others. */
    static List<Outcome> together(List<@Nullable Receipt> known, List<Outcome> written) {
        List<Outcome> out = new ArrayList<>(known.size());
        int n = 0;
        for (Receipt receipt : known) {
            out.add(receipt == null ? written.get(n++) : Outcome.of(receipt));
        }
        return out;
    }

    /** Somebody in it is refused: whoever it is, the others are not to pay for it. */
    private Future<List<Outcome>> inHalves(Link link, List<Prepared> rows, boolean flush) {
        int half = rows.size() / 2;
        return attempt(link, rows.subList(0, half), flush)
                .compose(first -> attempt(link, rows.subList(half, rows.size()), flush)
                        .map(second -> {
                            List<Outcome> out = new ArrayList<>(first);
                            out.addAll(second);
                            return out;
                        }));
    }

    /** What was read may be what the database refuses; the raw bytes are kept all the same. */
    private Future<List<Outcome>> refused(Link link, Prepared row, boolean flush, Throwable failure) {
        if (row.unreadable() != null) {
            log.error(
                    "journal refuses a row source={} event={} cause={}",
                    row.source(),
                    row.eventId(),
                    failure.toString());
            return Future.succeededFuture(List.of(new Outcome(null, failure)));
        }
        return attempt(link, List.of(row.unread("the database refused what was read")), flush);
    }

    private Future<Link> open() {
        Future<Link> known = opened;
        if (known == null) {
            UUID chain = UUID.randomUUID();
            known = table.open(chain).map(anchor -> new Link(chain, anchor));
            opened = known;
        }
        return known;
    }
}
