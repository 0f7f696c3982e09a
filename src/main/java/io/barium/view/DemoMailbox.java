package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Barium's own mailbox of the demonstration, where the alerts go. */
public final class DemoMailbox {
    private static final String SELECT = "select id, received_at, mail_from, rcpt_to, raw from demo_mail ";

    private final Pool pool;

    public DemoMailbox(Pool pool) {
        this.pool = pool;
    }

    /**
     * Newest first.
     *
     * @param before id to stay below; {@code null} for the newest
     */
    public Future<Page<DemoMail>> list(@Nullable Long before, int limit) {
        return pool.preparedQuery(SELECT + "where id < $1 order by id desc limit $2")
                .execute(Tuple.of(before == null ? Long.MAX_VALUE : before, limit + 1))
                .map(rows -> {
                    List<DemoMail> mails = new ArrayList<>();
                    rows.forEach(row -> mails.add(mail(row)));
                    return Page.of(mails, limit, DemoMail::id);
                });
    }

    public Future<Optional<DemoMail>> get(long id) {
        return pool.preparedQuery(SELECT + "where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(mail(rows.iterator().next())));
    }

    private static DemoMail mail(Row row) {
        return new DemoMail(
                row.getLong("id"),
                row.getOffsetDateTime("received_at").toInstant(),
                row.getString("mail_from"),
                row.getString("rcpt_to"),
                row.getBuffer("raw").getBytes());
    }
}
