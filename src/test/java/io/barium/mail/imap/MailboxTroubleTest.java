package io.barium.mail.imap;

import static io.barium.mail.imap.MailboxBed.await;
import static io.barium.mail.imap.MailboxBed.awaitIdle;
import static io.barium.mail.imap.MailboxBed.health;
import static io.barium.mail.imap.MailboxBed.mail;
import static io.barium.mail.imap.MailboxBed.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.LogLines;
import io.barium.intake.Journal;
import io.barium.ops.Component.State;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // readers work without being asked
class MailboxTroubleTest {
    @TempDir
    Path dir;

    private MailboxBed bed;

    @BeforeEach
    void open() {
        bed = new MailboxBed(dir);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_wrong_password_backs_off_is_told_once_and_shown_with_the_setting_to_mend() throws Exception {
        try (LogLines log = new LogLines();
                Mailboxes mailboxes = bed.read(", password: wrong-one")) {
            await().until(() -> bed.count("FAILED") >= 3);
            assertThat(health(mailboxes).state()).isEqualTo(State.DEGRADED);
            assertThat(health(mailboxes).name()).isEqualTo("imap.box");
            assertThat(health(mailboxes).why())
                    .startsWith("since 2026-11-23T12:00:00Z: the login is refused")
                    .contains("(imap[id=box].password)");
            assertThat(log.lines().stream().filter(l -> l.startsWith("WARN")))
                    .as("one line for one change")
                    .hasSize(1)
                    .allMatch(l -> l.contains("imap[id=box].password"))
                    .noneMatch(l -> l.contains("wrong-one"));
        }
        assertThat(bed.gate.connections.get()).isLessThan(10);
    }

    @Test
    void a_server_that_goes_away_is_shown_and_when_it_is_back_nothing_is_missing() throws Exception {
        try (LogLines log = new LogLines();
                Mailboxes mailboxes = bed.read("")) {
            awaitIdle(mailboxes);
            bed.gate.shut();
            await().until(() -> health(mailboxes).state() == State.DEGRADED);
            assertThat(health(mailboxes).why()).contains("imap[id=box].host");
            bed.deliver(mail("ann@ours.example", "meanwhile"));
            bed.gate.open();
            assertThat(bed.only().subject()).isEqualTo("meanwhile");
            awaitIdle(mailboxes);
            assertThat(health(mailboxes).state()).isEqualTo(State.UP);
            assertThat(log.lines()).anyMatch(l -> l.startsWith("INFO") && l.contains("is read again"));
            assertThat(log.unforeseen()).isEmpty();
        }
    }

    @Test
    void a_folder_that_is_not_there_is_shown() throws Exception {
        try (Mailboxes mailboxes = bed.read(with("folder: Nowhere"))) {
            await().until(() -> health(mailboxes).why().contains("imap[id=box].folder"));
        }
    }

    @Test
    void a_crash_between_journal_and_place_doubles_nothing() throws Exception {
        bed.deliver(mail("ann@ours.example", "once"));
        AtomicInteger appended = new AtomicInteger();
        try (Mailboxes mailboxes = bed.read(
                "",
                journal -> entry -> journal.append(entry)
                        .compose(r -> appended.incrementAndGet() == 1
                                ? Future.failedFuture("the answer was lost")
                                : Future.succeededFuture(r)))) {
            await().until(() -> bed.count("FAILED") == 1);
            assertThat(health(mailboxes).why()).contains("the journal takes nothing", "database.url");
            bed.awaitPlace(1);
        }
        assertThat(bed.rows()).hasSize(1);
        assertThat(bed.count("KNOWN")).isEqualTo(1);
    }

    @Test
    void what_the_journal_does_not_take_stays_where_it_is() throws Exception {
        bed.deliver(mail("ann@ours.example", "kept"));
        // A spool fails with what the disk says, a database with what its connection does; neither is unchecked.
        Journal broken = entry -> Future.failedFuture(new IOException("disk full"));
        try (Mailboxes mailboxes = bed.read(with("after: move, moveTo: Done"), journal -> broken)) {
            await().until(() -> bed.count("FAILED") >= 2);
        }
        assertThat(bed.place()).isZero();
        assertThat(bed.inbox()).hasSize(1);
        assertThat(bed.rows()).isEmpty();
    }

    @Test
    void who_loses_its_database_connection_stops_reading_until_it_has_the_lock_again() throws Exception {
        try (Mailboxes mailboxes = bed.read("")) {
            awaitIdle(mailboxes);
            io.barium.Journalled.execute(
                    bed.database,
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database ="
                            + " (select oid from pg_database where datname = current_database())");
            await().until(() -> bed.gate.connections.get() == 2);
            bed.deliver(mail("ann@ours.example", "after"));
            assertThat(bed.only().subject()).isEqualTo("after");
        }
    }
}
