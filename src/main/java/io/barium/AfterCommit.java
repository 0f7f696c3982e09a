package io.barium;

import io.barium.intake.FreshContacts;
import io.barium.intake.JournalNotice;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import org.jspecify.annotations.Nullable;

/** Tells whoever works cases that the journal has grown: in this process directly, elsewhere through the database. */
final class AfterCommit {
    private final Vertx vertx;
    private final @Nullable BackOffice office;
    private @Nullable JournalNotice notice;

    /**
     * Nothing is told yet.
     *
     * @param office of this process; {@code null} where it only takes contacts
     */
    AfterCommit(Vertx vertx, @Nullable BackOffice office) {
        this.vertx = vertx;
        this.office = office;
    }

    /** Where to leave what was read of contacts; {@code null} when nobody here has use for it. */
    @Nullable
    FreshContacts fresh() {
        return office == null ? null : office.fresh();
    }

    /**
     * There is more; called on the writer's context.
     *
     * @param pool of the writer
     */
    void tell(Pool pool) {
        if (office != null) {
            office.wake();
            return;
        }
        if (notice == null) {
            notice = new JournalNotice(vertx, pool);
        }
        notice.send();
    }
}
