package io.barium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {
    private static final long LOCK = 42;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private PostgresAddress database;
    private Pool pool;
    private Leadership first;
    private Leadership second;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        pool = Pools.open(vertx, database, 2);
        first = new Leadership(vertx, database, LOCK, List.of("east", "west"));
        second = new Leadership(vertx, database, LOCK, List.of());
        first.start(heard::add);
        await().until(first::leading);
        second.start(channel -> {});
    }

    @AfterEach
    void close() {
        first.stop().await();
        second.stop().await();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void one_leads_until_it_stops_then_the_other() {
        assertThat(second.leading()).isFalse();
        assertThat(second.connection()).isNull();
        first.stop().await();
        assertThat(first.leading()).isFalse();
        assertThat(first.connection()).isNull();
        await().until(second::leading);
    }

    @Test
    void a_notification_is_heard() {
        await().until(() -> heard.size() == 4);
        heard.clear();
        pool.query("notify west").execute().await();
        await().until(() -> List.copyOf(heard).equals(List.of("west")));
    }

    @Test
    void every_channel_is_heard_again_after_a_reconnect_because_notifications_were_missed() {
        await().until(() -> heard.size() == 4);
        heard.clear();
        pool.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = " + LOCK
                        + " and database = (select oid from pg_database where datname = current_database())")
                .execute()
                .await();
        await().until(() -> heard.contains("east") && heard.contains("west"));
        await().until(() -> first.leading() != second.leading());
    }

    @Test
    void the_server_probes_the_connection_so_that_a_machine_that_vanished_is_noticed_within_ten_seconds() {
        SqlConnection own = Objects.requireNonNull(first.connection());
        assertThat(setting(own, "tcp_keepalives_idle")).isEqualTo("3");
        assertThat(setting(own, "tcp_keepalives_interval")).isEqualTo("1");
        assertThat(setting(own, "tcp_keepalives_count")).isEqualTo("3");
        assertThat(setting(own, "tcp_user_timeout")).isEqualTo("6000");
    }

    private static String setting(SqlConnection connection, String name) {
        return connection
                .query("show " + name)
                .execute()
                .await()
                .iterator()
                .next()
                .getString(0);
    }
}
