package io.barium.intake;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/**
 * Tells the case worker of another process that the journal has grown. One notice at a time: what is committed while
 * one is under way is told by the next.
 */
public final class JournalNotice {
    /** What it is sent on. */
    public static final String CHANNEL = "barium_journal";

    private final Context context;
    private final Pool pool;
    private boolean sending;
    private boolean again;

    /** Notices over a database. */
    public JournalNotice(Vertx vertx, Pool pool) {
        this.context = vertx.getOrCreateContext();
        this.pool = pool;
    }

    /** The journal has grown. A notice that is lost costs a second: the case worker looks by itself. */
    public void send() {
        context.runOnContext(v -> look());
    }

    private void look() {
        again = true;
        if (sending) {
            return;
        }
        sending = true;
        again = false;
        pool.query("notify " + CHANNEL)
                .execute()
                .onComplete(done -> context.runOnContext(v -> {
                    sending = false;
                    if (again) {
                        look();
                    }
                }));
    }
}
