package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Quotes;
import io.barium.model.StirShaken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal that somebody has worked on past Barium. */
class ChainVerifierTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 6);
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void verifying_finds_a_changed_a_dropped_and_a_moved_row_and_changed_raw_bytes() throws Exception {
        fill(20);
        new JournalWriter(vertx, pool, () -> {}).append(Events.sms("later")).await();
        assertThat(verify().faults()).isEmpty();
        assertThat(verify().rows()).isEqualTo(21);

        tampered(
                "update journal set contact = replace(contact, '+1', '+2') where seq = 7",
                "contact 7: has been changed");
        tampered(
                "update journal set received_at = received_at + interval '1 second' where seq = 3",
                "contact 3: has been changed");
        tampered("delete from journal where seq = 9", "contact 10: rows 8 to 8 of chain");
        tampered("update journal set raw = '\\x00' where seq = 4", "contact 4: raw bytes have been changed");
        tampered("update journal set raw_size = -1 where seq = 4", "contact 4: has been changed");
        tampered("update journal set raw_size = 2147483647 where seq = 4", "contact 4: has been changed");
        tampered("update journal set raw = null where seq = 4", "contact 4: raw bytes are missing");
        tampered("update journal set position = position + 100 where seq = 20", "contact 20");
        tampered("delete from journal where seq = 20", "contact 21: begins chain");
        assertThat(verify().faults()).as("after putting all back").isEmpty();
    }

    private void tampered(String sql, String found) throws Exception {
        execute("create table kept as select * from journal");
        execute("alter table journal disable trigger user");
        execute(sql);
        assertThat(verify().faults()).as(sql).anyMatch(f -> f.startsWith(found));
        execute("delete from journal");
        execute("insert into journal select * from kept");
        execute("alter table journal enable trigger user");
        execute("drop table kept");
    }

    private void fill(int n) {
        Future.all(IntStream.range(0, n)
                        .mapToObj(i -> i % 3 == 0
                                ? Entry.of(
                                        "line",
                                        "twilio",
                                        Events.NOW,
                                        call("CA" + i),
                                        Map.of("peer", "127.0.0.1"),
                                        new byte[] {(byte) i})
                                : Events.sms("SM" + i))
                        .map(journal::append)
                        .toList())
                .await();
    }

    private ChainVerifier.Report verify() throws Exception {
        return ChainVerifier.verify(address);
    }

    private static Contact call(String id) {
        return new Call(
                id,
                Events.NOW,
                id,
                CallStage.INCOMING,
                "+12125550100",
                "+12125550111",
                "A",
                null,
                StirShaken.UNKNOWN,
                "ringing",
                null,
                null,
                "",
                Quotes.NONE);
    }

    private void execute(String sql) {
        pool.query(sql).execute().await();
    }
}
