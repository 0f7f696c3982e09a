package io.barium.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.barium.intake.Entry;
import io.barium.intake.Receipt;
import io.barium.mail.Delivery.Envelope;
import io.barium.mail.check.Dns;
import io.barium.mail.check.Keys;
import io.barium.mail.check.SenderChecks;
import io.barium.mail.check.Zone;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found out about a sender goes into the journal, whoever found it out. */
class JournalDeliveryTest {
    private static final String HOSTNAME = "mx.ours.example";
    private static final String MAIL = "From: ann@sender.example\r\nMessage-ID: <1@x>\r\nSubject: x\r\n\r\ny\r\n";
    private static final String TRUSTED =
            "Authentication-Results: relay.ours.example; spf=softfail smtp.mailfrom=sender.example; arc=fail\r\n";

    private final List<Entry> journal = new CopyOnWriteArrayList<>();
    private final KeyPair key = Keys.rsa(1_024);
    private final Zone zone = new Zone()
            .with(Dns.Type.TXT, "s._domainkey.sender.example", Keys.published(key))
            .with(Dns.Type.TXT, "_dmarc.sender.example", "v=DMARC1; p=none")
            .with(Dns.Type.TXT, "sender.example", "v=spf1 a -all")
            .with(Dns.Type.A, "sender.example", "192.0.2.1");
    private final SenderChecks checks = new SenderChecks(zone, HOSTNAME, new SimpleMeterRegistry());
    private final Semaphore reading = new Semaphore(2);
    private final Delivery delivery = new JournalDelivery(this::append, "relay.ours.example", checks, "US", reading);

    private Future<Receipt> append(Entry entry) {
        journal.add(entry);
        return Future.succeededFuture(Receipt.STORED);
    }

    @AfterEach
    void close() {
        checks.close();
    }

    private MailAuthentication deliver(Delivery to, String peer, String mail) throws Exception {
        Envelope envelope =
                new Envelope("b@sender.example", List.of("ann@ours.example"), "peer", peer, false, Instant.EPOCH);
        to.deliver(envelope, mail.getBytes(StandardCharsets.UTF_8)).await(30, TimeUnit.SECONDS);
        Entry entry = journal.get(journal.size() - 1);
        assertThat(entry.transport()).containsEntry("peer", peer);
        return ((Mail) entry.contact()).authentication();
    }

    @Test
    void mail_of_a_stranger_is_checked() throws Exception {
        String signed = Keys.signed(key, "a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=s; h=from", MAIL);
        MailAuthentication found = deliver(delivery, "192.0.2.1", signed);
        assertThat(found.reportedBy()).isEqualTo(HOSTNAME);
        assertThat(List.of(found.spf(), found.dkim(), found.dmarc())).containsOnly(AuthResult.PASS);
        assertThat(deliver(delivery, "192.0.2.2", MAIL).spf()).isEqualTo(AuthResult.FAIL);
        assertThat(journal).hasSize(2);
    }

    @Test
    void what_a_trusted_relay_found_out_wins() throws Exception {
        MailAuthentication found = deliver(delivery, "192.0.2.1", TRUSTED + MAIL);
        assertThat(found.reportedBy()).isEqualTo("relay.ours.example");
        assertThat(found.spf()).isEqualTo(AuthResult.SOFTFAIL);
        assertThat(found.arc()).isEqualTo(AuthResult.FAIL);
        assertThat(deliver(delivery, "192.0.2.1", TRUSTED.replace("relay", "other") + MAIL)
                        .reportedBy())
                .isEqualTo(HOSTNAME);
    }

    @Test
    void switched_off_nothing_is_asked() throws Exception {
        Delivery off = new JournalDelivery(this::append, null, null, "US", reading);
        assertThat(deliver(off, "192.0.2.1", MAIL)).isEqualTo(MailAuthentication.UNKNOWN);
    }

    @Test
    void more_mails_than_may_be_read_at_once_wait_for_their_turn() throws Exception {
        reading.acquire(2);
        ExecutorService sessions = Executors.newFixedThreadPool(10);
        List<java.util.concurrent.Future<MailAuthentication>> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(sessions.submit(() -> deliver(delivery, "192.0.2.1", TRUSTED + MAIL)));
        }
        await().until(() -> reading.getQueueLength() == 10);
        assertThat(journal).isEmpty();
        reading.release();
        for (java.util.concurrent.Future<MailAuthentication> one : sent) {
            assertThat(one.get(30, TimeUnit.SECONDS).spf()).isEqualTo(AuthResult.SOFTFAIL);
        }
        assertThat(journal).hasSize(10);
        assertThat(reading.availablePermits()).isEqualTo(1);
        sessions.shutdown();
    }

    @Test
    void mail_is_journalled_though_no_name_server_answers() {
        zone.silent();
        MailAuthentication found = assertTimeout(Duration.ofSeconds(20), () -> deliver(delivery, "192.0.2.1", MAIL));
        assertThat(found.spf()).isEqualTo(AuthResult.TEMPERROR);
        assertThat(found.reportedBy()).isEqualTo(HOSTNAME);
    }
}
