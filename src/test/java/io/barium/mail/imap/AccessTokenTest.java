package io.barium.mail.imap;

import static io.barium.mail.imap.MailboxBed.await;
import static io.barium.mail.imap.MailboxBed.awaitIdle;
import static io.barium.mail.imap.MailboxBed.health;
import static io.barium.mail.imap.MailboxBed.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.barium.config.ImapMailbox.OAuth;
import io.barium.config.Secret;
import io.barium.intake.InFlight;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {
    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final io.barium.TestClock clock = new io.barium.TestClock(Instant.parse("2026-11-23T12:00:00Z"));
    private TokenServer server;

    @BeforeEach
    void open() {
        server = new TokenServer(vertx);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private AccessTokens tokens(String refreshToken) {
        return new AccessTokens(
                vertx,
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false),
                new OAuth(server.url(), "client 1", new Secret("s&cret"), new Secret(refreshToken), "https://mail/ x"),
                dir.resolve("box.refresh-token"),
                clock);
    }

    @Test
    void a_token_is_asked_for_as_the_standard_says_and_used_until_shortly_before_its_end() throws Exception {
        server.answers("{\"access_token\": \"t1\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}");
        AccessTokens tokens = tokens("refresh+1");
        assertThat(tokens.get()).isEqualTo("t1");
        assertThat(server.requests)
                .containsExactly("grant_type=refresh_token&refresh_token=refresh%2B1&client_id=client+1"
                        + "&client_secret=s%26cret&scope=https%3A%2F%2Fmail%2F+x");
        server.answers("{\"access_token\": \"t2\", \"expires_in\": \"3600\"}");
        clock.advance(Duration.ofSeconds(3_500));
        assertThat(tokens.get()).isEqualTo("t1");
        clock.advance(Duration.ofSeconds(60));
        assertThat(tokens.get()).isEqualTo("t2");
        tokens.forget();
        tokens.get();
        assertThat(server.requests).hasSize(3);
    }

    @Test
    void a_refresh_token_that_takes_the_place_of_the_configured_one_outlives_a_restart() throws Exception {
        server.answers("{\"access_token\": \"t1\", \"refresh_token\": \"second\"}");
        tokens("first").get();
        AccessTokens restarted = tokens("first");
        restarted.get();
        assertThat(server.requests.get(1)).contains("refresh_token=second&");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("box.refresh-token"))))
                .isEqualTo("rw-------");
        tokens("another one").get();
        assertThat(server.requests.get(2)).contains("refresh_token=another+one&");
    }

    @Test
    void a_refusal_names_the_setting_to_mend_and_no_secret() {
        server.refuses(400, "{\"error\": \"invalid_grant\", \"error_description\": \"refresh+1 is s&cret\"}");
        MailboxTrouble grant = catchThrowableOfType(
                MailboxTrouble.class, () -> tokens("refresh+1").get());
        assertThat(grant.setting()).isEqualTo("oauth.refreshToken");
        assertThat(grant).hasMessage("no access token: answered 400 invalid_grant");
        server.refuses(401, "{\"error\": \"invalid_client\"}");
        assertThat(catchThrowableOfType(MailboxTrouble.class, () -> tokens("r").get())
                        .setting())
                .isEqualTo("oauth.clientSecret");
        for (String odd : new String[] {"", "<html>", "[]", "{\"access_token\": 7}", "{\"access_token\": \"a\\nb\"}"}) {
            server.answers(odd);
            assertThat(catchThrowableOfType(
                                    MailboxTrouble.class, () -> tokens("r").get())
                            .setting())
                    .as(odd)
                    .isEqualTo("oauth.tokenUrl");
        }
    }

    @Test
    void an_endpoint_that_is_not_reached_is_told_with_the_setting_to_mend() {
        AccessTokens tokens = new AccessTokens(
                vertx,
                new HttpClientOptions(),
                new OAuth("https://127.0.0.1:1/token", "c", null, new Secret("r"), null),
                dir.resolve("box.refresh-token"),
                clock);
        MailboxTrouble trouble = catchThrowableOfType(MailboxTrouble.class, tokens::get);
        assertThat(trouble.setting()).isEqualTo("oauth.tokenUrl");
        assertThat(trouble).hasMessageContaining("refused");
    }

    @Test
    void an_endless_answer_and_one_that_points_elsewhere_are_not_followed() {
        server.answers("{\"access_token\": \"" + "x".repeat(100_000) + "\"}");
        assertThat(catchThrowableOfType(MailboxTrouble.class, () -> tokens("r").get()))
                .hasMessageContaining("longer than 65536 bytes");
        server.redirects("https://127.0.0.1:1/");
        assertThat(catchThrowableOfType(MailboxTrouble.class, () -> tokens("r").get()))
                .hasMessageContaining("answered 302");
    }

    @Test
    void a_mailbox_is_read_with_such_a_token_and_a_token_that_the_mail_server_refuses_is_asked_for_again()
            throws Exception {
        try (MailboxBed bed = new MailboxBed(dir)) {
            server.answers("{\"access_token\": \"stale\", \"expires_in\": 3600}");
            bed.deliver(mail("ann@ours.example", "by token"));
            String oauth =
                    ", oauth: {tokenUrl: \"" + server.url() + "\", clientId: c, refreshToken: r, clientSecret: s}";
            try (Mailboxes mailboxes = bed.read(
                    oauth,
                    j -> j,
                    new InFlight(64 << 20),
                    new HttpClientOptions().setTrustAll(true).setVerifyHost(false))) {
                await().until(() -> health(mailboxes).why().contains("(imap[id=box].oauth)"));
                server.answers("{\"access_token\": \"" + MailboxBed.PASSWORD + "\", \"expires_in\": 3600}");
                assertThat(bed.only().subject()).isEqualTo("by token");
                awaitIdle(mailboxes);
            }
            String sasl = "user=" + MailboxBed.USER + "\u0001auth=Bearer " + MailboxBed.PASSWORD + "\u0001\u0001";
            assertThat(bed.gate.said())
                    .contains("AUTHENTICATE XOAUTH2 "
                            + Base64.getEncoder().encodeToString(sasl.getBytes(StandardCharsets.UTF_8)))
                    .doesNotContain("LOGIN");
        }
    }
}
