package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal that version 1 of the schema holds. */
class UpgradeTest {
    private static final UUID CHAIN = UUID.fromString("6c1a9a0e-5b5e-4b6e-9a52-0f3d2f1f7f11");

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.empty();
    private final Pool pool = Pools.open(vertx, address, 4);

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void its_contacts_its_chain_and_its_knowledge_of_events_outlive_the_upgrade() throws Exception {
        migrate("1");
        byte[] before = Chain.NOTHING;
        for (int i = 0; i < 5; i++) {
            before = insert(before, i, Prepared.of(Events.sms("SM" + i)));
        }
        Migrations.run(address);

        ChainVerifier.Report report = ChainVerifier.verify(address);
        assertThat(report.faults()).isEmpty();
        assertThat(report.rows()).isEqualTo(5);
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        assertThat(journal.append(Events.sms("SM3")).await()).isEqualTo(Receipt.KNOWN);
        assertThat(journal.append(Events.sms("SM3", "another")).await()).isEqualTo(Receipt.CONFLICT);
        assertThat(journal.append(Events.sms("SM9")).await()).isEqualTo(Receipt.STORED);
        assertThat(pool.query("select max(seq) as seq from journal")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getLong("seq"))
                .isGreaterThan(5);
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        pool.query("alter table journal disable trigger user").execute().await();
        pool.query("update journal set source = 'x' where seq = 2").execute().await();
        assertThat(ChainVerifier.verify(address).faults())
                .hasSize(2)
                .startsWith("contact 2: has been changed")
                .last()
                .asString()
                .startsWith("1 contacts have no row of their own in journal_event")
                .endsWith(": 2");
    }

    @Test
    void raw_bytes_that_retention_dropped_before_it_was_written_down_how_far_it_came_are_no_fault() throws Exception {
        migrate("17");
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        Events.many("old", 3)
                .forEach(e -> journal.append(e.using("nonce of " + e.eventId())).await());
        pool.query("update journal set raw = null where seq = 2").execute().await();
        Migrations.run(address);
        journal.append(Events.sms("new")).await();
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        pool.query("update journal set raw = null where seq = 4").execute().await();
        assertThat(ChainVerifier.verify(address).faults())
                .singleElement()
                .asString()
                .startsWith("contact 4: raw bytes are missing");
    }

    @Test
    void what_touched_tokens_before_it_was_counted_is_counted_and_what_a_hold_kept_is_looked_at_again() {
        migrate("18");
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        Events.many("old", 4).forEach(e -> journal.append(e).await());
        pool.query("""
                insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)
                values ('OPEN', now(), now(), 3, 1);
                insert into legal_hold values (1, 'court order 17', 'key:lead', now());
                update retention set seq = 4 where rule = 'RAW';
                insert into stratum (kind, name, seed) values ('PHONE', 'x', 1);
                insert into token (kind, value, role, stratum_id, created_at)
                values ('PHONE', '+12125550111', 'CONTROL', 1, now());
                insert into sighting values (2, 2, 'UNKNOWN_RECIPIENT', 'test', null), (3, 2, 'CREDIBLE', 'test', 1),
                    (4, 4, 'CREDIBLE', 'test', null);
                insert into sighting_token values (3, 1, 'CALLED'), (3, 1, 'QUOTED_IN_BODY'), (4, 1, 'CALLED')
                """).execute().await();
        Migrations.run(address);
        assertThat(number("select contacts from token_hit where token_id = 1 and last_seq = 4"))
                .isEqualTo(2);
        assertThat(number("select held_seq from retention where rule = 'RAW'")).isEqualTo(2);
    }

    private long number(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong(0);
    }

    private void migrate(String version) {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(address.jdbcUrl(), address.username(), address.password())
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
    }

    private byte[] insert(byte[] before, long position, Prepared row) {
        byte[] hash = Chain.hashVersion1(before, CHAIN, position, row);
        pool.preparedQuery("""
                        insert into journal (chain, position, source, provider, event_id, channel, received_at, contact, transport,
                                             raw, raw_size, raw_sha256, prev_hash, hash)
                        values ($1, $2, $3, $4, $5, $6, $7, $8::text::json, $9::text::json, $10, $11, $12, $13, $14)
                        """)
                .execute(Tuple.tuple()
                        .addUUID(CHAIN)
                        .addLong(position)
                        .addString(row.source())
                        .addString(row.provider())
                        .addString(row.eventId())
                        .addString(row.channel())
                        .addOffsetDateTime(row.receivedAt().atOffset(ZoneOffset.UTC))
                        .addString(row.contact())
                        .addString(row.transport())
                        .addBuffer(Buffer.buffer(row.deflated()))
                        .addInteger(row.rawSize())
                        .addBuffer(Buffer.buffer(row.rawSha256()))
                        .addBuffer(Buffer.buffer(before))
                        .addBuffer(Buffer.buffer(hash)))
                .await();
        return hash;
    }
}
