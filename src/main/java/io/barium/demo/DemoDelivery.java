package io.barium.demo;

import io.barium.mail.Delivery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;

/** The demo's own SOC mailbox: keeps what is mailed to it in a table that the console shows. */
public final class DemoDelivery implements Delivery {
    private final Pool pool;

    /** A mailbox in Barium's database. */
    public DemoDelivery(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Void> deliver(Envelope envelope, byte[] raw) {
        String from = envelope.from() == null ? "" : envelope.from();
        return pool.preparedQuery(
                        "insert into demo_mail (received_at, mail_from, rcpt_to, raw) values ($1, $2, $3, $4)")
                .execute(Tuple.of(
                        envelope.receivedAt().atOffset(ZoneOffset.UTC),
                        from,
                        String.join(", ", envelope.to()),
                        Buffer.buffer(raw)))
                .mapEmpty();
    }
}
