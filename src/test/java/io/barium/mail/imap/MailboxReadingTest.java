package io.barium.mail.imap;

import static io.barium.mail.imap.MailboxBed.await;
import static io.barium.mail.imap.MailboxBed.awaitIdle;
import static io.barium.mail.imap.MailboxBed.health;
import static io.barium.mail.imap.MailboxBed.mail;
import static io.barium.mail.imap.MailboxBed.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import io.barium.Journalled;
import io.barium.intake.InFlight;
import io.barium.model.Mail;
import io.barium.ops.Component.State;
import io.vertx.core.http.HttpClientOptions;
import jakarta.mail.Flags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // readers work without being asked
class MailboxReadingTest {
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
    void what_lies_there_already_is_journalled_whole_with_its_envelope_and_stays_unseen() throws Exception {
        String raw = mail("ann@ours.example", "first");
        bed.deliver(raw);
        try (Mailboxes mailboxes = bed.read("")) {
            Mail mail = bed.only();
            assertThat(mail.envelopeTo()).containsExactly("ann@ours.example");
            assertThat(mail.envelopeFrom()).isEqualTo("mallory@evil.example");
            assertThat(mail.headerFrom()).containsExactly("m@evil.example");
            assertThat(mail.subject()).isEqualTo("first");
            assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T11:00:00Z"));
            awaitIdle(mailboxes);
            assertThat(health(mailboxes).state()).isEqualTo(State.UP);
        }
        Journalled row = bed.rows().get(0);
        assertThat(row.source()).isEqualTo("box");
        assertThat(new String(row.raw(), StandardCharsets.ISO_8859_1)).isEqualTo(raw.replace("\n", "\r\n"));
        assertThat(row.transport().getString("recipientsBy")).isEqualTo("Delivered-To");
        assertThat(row.transport().getString("uid")).endsWith(":1");
        assertThat(row.transport().encode()).doesNotContain(MailboxBed.PASSWORD);
        assertThat(bed.inbox()).noneMatch(m -> m.isSet(Flags.Flag.SEEN));
        assertThat(bed.count("JOURNALLED")).isEqualTo(1);
    }

    @Test
    void new_mail_is_journalled_while_the_server_is_listened_to_without_waiting_for_the_poll() throws Exception {
        try (Mailboxes mailboxes = bed.read(with("pollEvery: 1h"))) {
            awaitIdle(mailboxes);
            await().until(() -> bed.gate.said().contains("IDLE"));
            bed.deliver(mail("ann@ours.example", "one"));
            bed.rows(1);
            bed.deliver(mail("bob@also.example", "two"));
            bed.rows(2);
            assertThat(bed.subjects()).containsExactly("one", "two");
        }
    }

    @Test
    void a_server_that_cannot_tell_of_new_mail_is_asked_now_and_then() throws Exception {
        bed.gate.garble(" IDLE ", " EELS ");
        try (Mailboxes mailboxes = bed.read(with("pollEvery: 1s"))) {
            await().until(() -> health(mailboxes).why().contains("is read every PT1S"));
            bed.deliver(mail("ann@ours.example", "one"));
            assertThat(bed.only().subject()).isEqualTo("one");
        }
        assertThat(bed.gate.said()).doesNotContain("IDLE");
    }

    @Test
    void a_restart_goes_on_where_it_was() throws Exception {
        bed.deliver(mail("ann@ours.example", "one"));
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(1);
        }
        bed.deliver(mail("ann@ours.example", "two"));
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(2);
        }
        assertThat(bed.subjects()).containsExactly("one", "two");
        assertThat(bed.count("JOURNALLED")).isEqualTo(2);
        assertThat(bed.count("KNOWN")).isZero();
    }

    @Test
    void many_mails_are_taken_in_order_and_those_that_somebody_deleted_are_passed_over() throws Exception {
        IntStream.rangeClosed(1, 120).forEach(i -> bed.deliver(mail("ann@ours.example", "mail" + i)));
        StoredMessage gone = bed.inbox().get(59);
        gone.setFlag(Flags.Flag.DELETED, true);
        bed.folder("INBOX").expunge();
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(120);
        }
        assertThat(bed.subjects())
                .hasSize(119)
                .startsWith("mail1", "mail2")
                .endsWith("mail120")
                .doesNotContain("mail60");
    }

    @Test
    void a_catch_all_at_google_names_itself_so_to_and_cc_are_asked() throws Exception {
        bed.deliver("""
                Delivered-To: catchall@elsewhere.example
                Received: by mx.google.example with SMTP id 1
                Return-Path: <>
                From: a@evil.example
                To: Ann <ann@ours.example>, someone@theirs.example
                Cc: bob@ALSO.example
                Message-ID: <g@evil.example>
                Subject: google

                text
                """);
        try (Mailboxes mailboxes = bed.read("")) {
            Mail mail = bed.only();
            assertThat(mail.envelopeTo()).containsExactly("ann@ours.example", "bob@also.example");
            assertThat(mail.envelopeFrom()).isNull();
        }
    }

    @Test
    void a_mail_that_names_nobody_of_ours_is_journalled_for_the_mailbox_itself() throws Exception {
        bed.deliver("From: a@evil.example\nSubject: blind\nMessage-ID: <b@evil.example>\n\ntext\n");
        try (Mailboxes mailboxes = bed.read("")) {
            assertThat(bed.only().envelopeTo()).containsExactly(MailboxBed.USER);
        }
    }

    @Test
    void of_a_mail_that_is_too_large_the_headers_are_kept_and_it_is_counted() throws Exception {
        bed.deliver(
                mail("ann@ours.example", "huge") + "x".repeat(70).concat("\n").repeat(MailboxBed.MAX_BYTES / 70));
        bed.deliver(mail("ann@ours.example", "small"));
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(2);
        }
        Journalled huge = bed.rows(2).get(0);
        assertThat(huge.unreadable()).contains("smtp.maxMessageBytes " + MailboxBed.MAX_BYTES);
        assertThat(huge.transport().getJsonArray("rcptTo")).containsExactly("ann@ours.example");
        assertThat(new String(huge.raw(), StandardCharsets.ISO_8859_1))
                .contains("Subject: huge")
                .doesNotContain("xxxx");
        assertThat(bed.rows().get(1).contact(Mail.class).subject()).isEqualTo("small");
        assertThat(bed.count("TOO_LARGE")).isEqualTo(1);
    }

    @Test
    void a_mail_of_several_pieces_comes_whole() throws Exception {
        byte[] raw = (mail("ann@ours.example", "long")
                        + "y".repeat(77).concat("\n").repeat(10_000))
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        bed.deliver(raw);
        try (Mailboxes mailboxes = bed.read("")) {
            assertThat(bed.rows(1).get(0).raw()).isEqualTo(raw);
        }
    }

    @Test
    void without_room_in_memory_mail_waits_in_the_mailbox() throws Exception {
        InFlight inFlight = new InFlight(1 << 20);
        bed.deliver(mail("ann@ours.example", "waits"));
        try (InFlight.Share others = inFlight.open()) {
            assertThat(others.grow(1 << 20)).isTrue();
            try (Mailboxes mailboxes = bed.read("", j -> j, inFlight, new HttpClientOptions())) {
                awaitIdle(mailboxes);
                assertThat(bed.rows()).isEmpty();
                others.close();
                assertThat(bed.only().subject()).isEqualTo("waits");
            }
        }
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void a_journalled_mail_gets_a_keyword_or_goes_to_another_folder_which_is_made() throws Exception {
        bed.deliver(mail("ann@ours.example", "flagged"));
        try (Mailboxes mailboxes = bed.read(with("after: flag, keyword: Seized"))) {
            bed.awaitPlace(1);
        }
        assertThat(bed.inbox())
                .hasSize(1)
                .allMatch(m -> List.of(m.getFlags().getUserFlags()).contains("Seized"));
        assertThat(bed.inbox()).noneMatch(m -> m.isSet(Flags.Flag.SEEN));
        bed.deliver(mail("ann@ours.example", "moved"));
        try (Mailboxes mailboxes = bed.read(with("after: move, moveTo: Done"))) {
            bed.awaitPlace(2);
        }
        assertThat(bed.inbox()).hasSize(1);
        assertThat(bed.folder("Done").getMessages()).hasSize(1);
        assertThat(bed.subjects()).containsExactly("flagged", "moved");
    }

    @Test
    void a_folder_that_cannot_be_moved_to_is_told_and_keeps_nobody_from_reading() throws Exception {
        bed.gate.garble("UID MOVE", "UID LOVE");
        bed.deliver(mail("ann@ours.example", "one"));
        try (Mailboxes mailboxes = bed.read(with("after: move, moveTo: Done"))) {
            bed.awaitPlace(1);
            await().untilAsserted(() -> assertThat(health(mailboxes).why()).contains("imap[id=box].moveTo"));
            assertThat(health(mailboxes).state()).isEqualTo(State.DEGRADED);
            bed.deliver(mail("ann@ours.example", "two"));
            bed.rows(2);
        }
    }

    @Test
    void a_renumbered_folder_is_read_again_and_what_comes_twice_belongs_to_one_contact() throws Exception {
        String named = mail("ann@ours.example", "kept");
        String nameless = "Delivered-To: ann@ours.example\nReceived: by mx id 7\nSubject: nameless\n\ntext\n";
        bed.remake("Box", named, nameless);
        try (Mailboxes mailboxes = bed.read(with("folder: Box"))) {
            bed.awaitPlace(2);
            long before = bed.folder("Box").getUidValidity();
            await().until(() -> {
                bed.remake("Box", named, nameless);
                return bed.folder("Box").getUidValidity() != before;
            });
        }
        try (Mailboxes mailboxes = bed.read(with("folder: Box"))) {
            bed.rows(4);
            bed.awaitPlace(2);
        }
        assertThat(bed.rows()).extracting(Journalled::eventId).doesNotHaveDuplicates();
        assertThat(bed.threads()).hasSize(2).allMatch(n -> n == 2);
        assertThat(bed.count("RENUMBERED")).isEqualTo(1);
    }

    @Test
    void a_folder_that_was_rebuilt_under_the_same_number_loses_nothing() throws Exception {
        bed.deliver(mail("ann@ours.example", "before"));
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(1);
        }
        MailFolder inbox = bed.folder("INBOX");
        Journalled.execute(
                bed.database, "update imap_mailbox set last_uid = 50, uid_validity = " + inbox.getUidValidity());
        bed.deliver(mail("ann@ours.example", "after"));
        try (Mailboxes mailboxes = bed.read("")) {
            bed.awaitPlace(2);
        }
        assertThat(bed.subjects()).containsExactly("before", "after");
        assertThat(bed.count("KNOWN")).isEqualTo(1);
    }

    @Test
    void two_processes_never_read_one_mailbox_at_a_time_and_the_second_takes_over() throws Exception {
        Mailboxes first = bed.read("");
        awaitIdle(first);
        try (Mailboxes second = bed.read("")) {
            await().until(() -> health(second).why().contains("another process"));
            bed.deliver(mail("ann@ours.example", "one"));
            bed.rows(1);
            assertThat(bed.gate.connections).hasValue(1);
            first.close();
            awaitIdle(second);
            bed.deliver(mail("ann@ours.example", "two"));
            bed.rows(2);
        }
        assertThat(bed.subjects()).containsExactly("one", "two");
        assertThat(bed.count("KNOWN")).isZero();
    }

    @Test
    void closing_takes_no_longer_than_a_moment_while_the_server_is_listened_to() throws Exception {
        Mailboxes mailboxes = bed.read("");
        awaitIdle(mailboxes);
        long before = System.nanoTime();
        mailboxes.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(bed.rows()).isEmpty();
    }
}
