package io.barium.intake;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows to the head of this process's chain, which it knows by heart, because nobody else extends it. When the
 * fate of a batch is unknown (the connection broke around the commit), it leaves that chain and starts a new one; the
 * unique event tells which rows had made it. One call at a time.
 */
final class ChainWriter {
    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);

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

    /** The end of a chain that this process extends. */
    private static final class Link {
        private final UUID chain;
        private long next;
        private byte[] hash;

        Link(UUID chain, byte[] anchor) {
            this.chain = chain;
            this.hash = anchor;
        }
    }

    private final @Nullable FreshContacts fresh;
    private @Nullable Link open;

    /**
     * A writer at the head of no chain yet.
     *
     * @param fresh takes what was read of rows that are committed; {@code null} for nobody
     */
    ChainWriter(@Nullable FreshContacts fresh) {
        this.fresh = fresh;
    }

    /** The newest row that this process wrote; {@code null} when its chain has none. */
    @Nullable
    Head head() {
        Link link = open;
        return link == null || link.next == 0 ? null : new Head(link.chain, link.next - 1, link.hash);
    }

    /** Nobody knows what became of the last rows: the next ones begin a chain of their own. */
    void leave() {
        open = null;
    }

    /**
     * Writes rows of distinct events.
     *
     * @param table where to
     * @return an outcome for each row; fails when the database cannot commit now, and then nothing is known of any row
     */
    Future<List<Outcome>> write(JournalTable table, List<Prepared> rows) {
        return open(table).compose(link -> attempt(table, link, rows));
    }

    private Future<List<Outcome>> attempt(JournalTable table, Link link, List<Prepared> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (link != open) {
            return Future.failedFuture(new IllegalStateException("the chain was left while its rows were written"));
        }
        return insert(table, link, rows)
                .map(done -> rows.stream().map(r -> Outcome.of(Receipt.STORED)).toList())
                .recover(failure -> {
                    if (JournalTable.isDuplicate(failure)) {
                        return withoutKnown(table, link, rows, failure);
                    }
                    if (JournalTable.isRejected(failure)) {
                        return rows.size() > 1
                                ? inHalves(table, link, rows)
                                : refused(table, link, rows.get(0), failure);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Void> insert(JournalTable table, Link link, List<Prepared> rows) {
        List<byte[]> hashes = new ArrayList<>(rows.size());
        byte[] last = link.hash;
        for (int i = 0; i < rows.size(); i++) {
            last = Chain.hash(last, link.chain, link.next + i, rows.get(i).digest());
            hashes.add(last);
        }
        byte[] head = last;
        return table.insert(link.chain, link.next, rows, hashes).onSuccess(done -> {
            if (fresh != null) {
                fresh.add(link.chain, link.next, rows);
            }
            link.next += rows.size();
            link.hash = head;
        });
    }

    private Future<List<Outcome>> withoutKnown(JournalTable table, Link link, List<Prepared> rows, Throwable failure) {
        return table.known(rows).compose(known -> {
            List<Prepared> fresh = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (known.get(i) == null) {
                    fresh.add(rows.get(i));
                }
            }
            if (fresh.size() == rows.size()) {
                // Nothing is known yet, so two rows of this batch stand in each other's way.
                return rows.size() > 1 ? inHalves(table, link, rows) : Future.failedFuture(failure);
            }
            return attempt(table, link, fresh).map(written -> {
                List<Outcome> out = new ArrayList<>(rows.size());
                int n = 0;
                for (Receipt receipt : known) {
                    out.add(receipt == null ? written.get(n++) : Outcome.of(receipt));
                }
                return out;
            });
        });
    }

    /** Somebody in it is refused: whoever it is, the others are not to pay for it. */
    private Future<List<Outcome>> inHalves(JournalTable table, Link link, List<Prepared> rows) {
        int half = rows.size() / 2;
        return attempt(table, link, rows.subList(0, half))
                .compose(first -> attempt(table, link, rows.subList(half, rows.size()))
                        .map(second -> {
                            List<Outcome> out = new ArrayList<>(first);
                            out.addAll(second);
                            return out;
                        }));
    }

    /** What was read may be what the database refuses; the raw bytes are kept all the same. */
    private Future<List<Outcome>> refused(JournalTable table, Link link, Prepared row, Throwable failure) {
        if (row.unreadable() != null) {
            log.error(
                    "journal refuses a row source={} event={} cause={}",
                    row.source(),
                    row.eventId(),
                    failure.toString());
            return Future.succeededFuture(List.of(new Outcome(null, failure)));
        }
        return attempt(table, link, List.of(row.unread("the database refused what was read")));
    }

    private Future<Link> open(JournalTable table) {
        if (open != null) {
            return Future.succeededFuture(open);
        }
        UUID fresh = UUID.randomUUID();
        return table.open(fresh).map(anchor -> open = new Link(fresh, anchor));
    }
}
