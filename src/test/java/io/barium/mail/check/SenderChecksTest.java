package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MimeReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderChecksTest {
    private static final String HOSTNAME = "mx.ours.example";
    private static final KeyPair KEY = Keys.rsa(1_024);
    private static final String MAIL = "From: Ann <ann@mail.bank.com>\r\nSubject: x\r\n\r\ny\r\n";
    private static final String SIGNED =
            Keys.signed(KEY, "a=rsa-sha256; c=relaxed/simple; d=bank.com; s=s; h=from:subject", MAIL);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Zone zone = new Zone()
            .with(Dns.Type.TXT, "s._domainkey.bank.com", Keys.published(KEY))
            .with(Dns.Type.TXT, "_dmarc.bank.com", "v=DMARC1; p=reject")
            .with(Dns.Type.TXT, "bounce.bank.com", "v=spf1 ip4:192.0.2.1 -all");
    private SenderChecks checks = new SenderChecks(zone, HOSTNAME, meters);

    @AfterEach
    void close() {
        checks.close();
    }

    private void within(Duration limit, int threads, int waiting) {
        checks.close();
        checks = new SenderChecks(zone, HOSTNAME, limit, threads, waiting, meters);
    }

    private CompletableFuture<MailAuthentication> begin(String peer, String from, String mail) {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        var read = MimeReader.read(raw, new MailEnvelope("e", from, List.of(), null, null, "US"));
        return checks.check(new Arrival(peer, "peer.bank.com", from, read, raw)).toCompletableFuture();
    }

    private MailAuthentication check(String peer, String from, String mail) {
        return begin(peer, from, mail).join();
    }

    private double counted(String outcome) {
        return meters.counter("barium.smtp.checks", "outcome", outcome).count();
    }

    @Test
    void spf_dkim_and_dmarc_are_reported_under_our_own_name() {
        assertThat(check("192.0.2.1", "b@bounce.bank.com", SIGNED))
                .isEqualTo(new MailAuthentication(
                        AuthResult.PASS,
                        "bounce.bank.com",
                        AuthResult.PASS,
                        List.of("bank.com"),
                        AuthResult.PASS,
                        HOSTNAME,
                        null));
        MailAuthentication forged = check("192.0.2.2", "b@bounce.bank.com", MAIL);
        assertThat(forged.spf()).isEqualTo(AuthResult.FAIL);
        assertThat(forged.dkim()).isEqualTo(AuthResult.NONE);
        assertThat(forged.dmarc()).isEqualTo(AuthResult.FAIL);
        assertThat(counted("DONE")).isEqualTo(2);
    }

    @Test
    void either_proof_is_enough_for_dmarc_if_it_is_the_senders() {
        zone.with(Dns.Type.TXT, "other.com", "v=spf1 ip4:192.0.2.9 -all");
        assertThat(check("192.0.2.1", "b@bounce.bank.com", MAIL).dmarc()).isEqualTo(AuthResult.PASS);
        assertThat(check("192.0.2.1", "b@other.com", SIGNED).dmarc()).isEqualTo(AuthResult.PASS);
        MailAuthentication strangers = check("192.0.2.9", "c@other.com", MAIL);
        assertThat(strangers.spf()).isEqualTo(AuthResult.PASS);
        assertThat(strangers.dmarc()).isEqualTo(AuthResult.FAIL);
        assertThat(check("192.0.2.1", "b@bounce.bank.com", "From: x@other.com\r\n" + SIGNED)
                        .dmarc())
                .as("two From headers")
                .isEqualTo(AuthResult.PERMERROR);
        assertThat(check("192.0.2.1", "b@bounce.bank.com", MAIL.replace("From: ", "From: x@other.com, "))
                        .dmarc())
                .as("two domains")
                .isEqualTo(AuthResult.PERMERROR);
    }

    @Test
    void an_empty_reverse_path_is_checked_by_the_name_of_the_peer() {
        zone.with(Dns.Type.TXT, "peer.bank.com", "v=spf1 ip6:2001:db8::/32 -all");
        MailAuthentication bounce = check("2001:db8::7", null, MAIL);
        assertThat(bounce.spf()).isEqualTo(AuthResult.PASS);
        assertThat(bounce.spfDomain()).isEqualTo("peer.bank.com");
    }

    @Test
    void of_a_peer_in_our_own_network_spf_says_nothing() {
        for (String peer : List.of("127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd00::1", "fe80::1%lo")) {
            assertThat(check(peer, "b@bounce.bank.com", MAIL)).as(peer).isEqualTo(MailAuthentication.UNKNOWN);
        }
        assertThat(zone.asked()).isZero();
        MailAuthentication signed = check("10.1.2.3", "b@bounce.bank.com", SIGNED);
        assertThat(signed.spf()).isEqualTo(AuthResult.NONE);
        assertThat(signed.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(signed.dmarc()).isEqualTo(AuthResult.PASS);
        assertThat(check("10.1.2.3", "b@bounce.bank.com", SIGNED.replace("\r\ny", "\r\nz"))
                        .dmarc())
                .as("SPF might have proved it")
                .isEqualTo(AuthResult.NONE);
    }

    @Test
    void what_the_dns_cannot_say_now_is_a_temporary_error() {
        zone.failing(Dns.Type.TXT, "bounce.bank.com").failing(Dns.Type.TXT, "s._domainkey.bank.com");
        MailAuthentication a = check("192.0.2.1", "b@bounce.bank.com", SIGNED);
        assertThat(List.of(a.spf(), a.dkim(), a.dmarc())).containsOnly(AuthResult.TEMPERROR);
        zone.failing(Dns.Type.TXT, "_dmarc.other.com");
        assertThat(check("192.0.2.1", "b@other.com", MAIL.replace("mail.bank", "other"))
                        .dmarc())
                .isEqualTo(AuthResult.TEMPERROR);
    }

    @Test
    void a_dns_that_never_answers_costs_no_more_than_the_time_there_is() {
        within(Duration.ofMillis(300), 4, 4);
        zone.silent();
        MailAuthentication a =
                assertTimeout(Duration.ofSeconds(5), () -> check("192.0.2.1", "b@bounce.bank.com", SIGNED));
        assertThat(List.of(a.spf(), a.dkim(), a.dmarc())).containsOnly(AuthResult.TEMPERROR);
        assertThat(a.reportedBy()).isEqualTo(HOSTNAME);
    }

    @Test
    void in_a_flood_mail_that_finds_no_room_does_not_wait() {
        within(Duration.ofSeconds(2), 2, 3);
        zone.silent();
        List<CompletableFuture<MailAuthentication>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(begin("192.0.2.1", "b" + i + "@bounce.bank.com", MAIL));
        }
        assertThat(all.stream().filter(CompletableFuture::isDone)).hasSize(45);
        assertThat(counted("NO_ROOM")).isEqualTo(45);
        all.forEach(found -> assertThat(found.join().spf()).isEqualTo(AuthResult.TEMPERROR));
    }

    @Test
    void in_a_flood_of_one_sender_the_dns_is_asked_once() {
        within(Duration.ofSeconds(20), 4, 500);
        List<CompletableFuture<MailAuthentication>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(begin("192.0.2.1", "b@bounce.bank.com", SIGNED));
        }
        all.forEach(found -> assertThat(found.join().dmarc()).isEqualTo(AuthResult.PASS));
        assertThat(zone.asked())
                .as("SPF, key, policy of the domain and of its organization")
                .isEqualTo(4);
    }

    @Test
    void hostile_records_and_mail_come_to_a_result() {
        zone.with(Dns.Type.TXT, "a.com", "v=spf1 " + "include:a.com ".repeat(300))
                .with(Dns.Type.TXT, "b.com", "v=spf1 exists:%{d999999999999}.b.com %{ %%%_%- -all")
                .with(Dns.Type.TXT, "c.com", "v=spf1 a:n1.c.com a:n2.c.com a:n3.c.com a:n4.c.com +all")
                .with(Dns.Type.TXT, "d.com", "v=spf1 " + "(".repeat(3_000) + " redirect=" + "%{s}".repeat(1_000))
                .with(Dns.Type.TXT, "_dmarc.e.com", ";;=;v=DMARC1;p")
                .with(Dns.Type.TXT, "s._domainkey.e.com", "p=" + "A".repeat(5_000));
        assertThat(check("192.0.2.1", "x@a.com", MAIL).spf()).isEqualTo(AuthResult.PERMERROR);
        assertThat(check("192.0.2.1", "x@c.com", MAIL).spf()).as("void lookups").isEqualTo(AuthResult.PERMERROR);
        for (String from : List.of(
                "x@b.com",
                "x@d.com",
                "@",
                "x",
                "x@",
                "x@a..com",
                "x@[192.0.2.1]",
                "x@" + "a".repeat(300) + ".com",
                "\"a b@c\"@e.com",
                "x@\u00e4.com",
                "x@xn--.com",
                "%{d}@%{d}.com",
                "x@a\\.com",
                "x@a\u0000.com")) {
            assertThat(check("192.0.2.1", from, MAIL).spf()).as(from).isNotEqualTo(AuthResult.PASS);
        }
        for (String field : List.of(
                "DKIM-Signature:",
                "DKIM-Signature: " + ";=".repeat(9_000),
                "DKIM-Signature: v=1; a=rsa-sha256; d=e.com; s=s; h=" + "from:".repeat(3_000) + "; bh=; b=",
                "DKIM-Signature: v=1; a=rsa-sha256; d=e.com; s=s; h=from; l=-1; t=x; bh=A; b=A",
                "DKIM-Signature: v=1; a=rsa-sha256; d=e.com; s=s; i==@e.com; q=x:dns/txt; h=from; c=x/y; bh=A; b=A",
                "dkim-signature : v=1; a=rsa-sha256; d=; s=; h=from; bh=A; b=A")) {
            assertThat(check("192.0.2.1", "x@e.com", field + "\r\n" + MAIL).dkim())
                    .as(field)
                    .isNotIn(AuthResult.PASS, AuthResult.NONE);
        }
        assertThat(counted("FAILED")).isZero();
        assertThat(counted("TIMED_OUT")).isZero();
    }
}
