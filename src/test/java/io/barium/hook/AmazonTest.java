package io.barium.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Journalled;
import io.barium.db.Pools;
import io.barium.fetch.Elsewhere;
import io.barium.fetch.FetchWorker;
import io.barium.fetch.Fetcher;
import io.barium.intake.JournalWriter;
import io.barium.model.Mail;
import io.barium.provider.fixture.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amazon's notifications over sockets, with Amazon's own servers played by a stub. */
class AmazonTest {
    private static final String SNS = "sns.eu-west-1.amazonaws.com";
    private static final String S3 = "barium-mail.s3.eu-west-1.amazonaws.com";
    private static final Path CERTIFICATE = Path.of("src/test/resources/providers/ses/certificate.pem");

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private Elsewhere amazon;

    @BeforeEach
    void open() {
        amazon = new Elsewhere(vertx, directory, SNS, S3);
    }

    @AfterEach
    void close() {
        amazon.close();
        vertx.close().await();
    }

    @Test
    void a_subscription_is_confirmed_once_its_certificate_was_fetched() {
        amazon.serve(SNS, this::sns);
        Fixture f = fixture("ses/subscription-confirmation");
        try (HookServer hooks = new HookServer(amazon, List.of(f.source()))) {
            assertThat(deliver(hooks, f)).isEqualTo(200);
            assertThat(hooks.rows()).isEmpty();
        }
        assertThat(paths).hasSize(2);
        assertThat(paths.get(0)).endsWith(".pem");
        assertThat(paths.get(1)).startsWith("/?Action=ConfirmSubscription&TopicArn=");
    }

    @Test
    void a_subscription_that_cannot_be_confirmed_is_asked_for_again() {
        amazon.serve(SNS, r -> {
            if (r.path().endsWith(".pem")) {
                sns(r);
            } else {
                r.response().setStatusCode(500).end();
            }
        });
        Fixture f = fixture("ses/subscription-confirmation");
        try (HookServer hooks = new HookServer(amazon, List.of(f.source()))) {
            assertThat(deliver(hooks, f)).isEqualTo(503);
        }
    }

    @Test
    void a_certificate_is_fetched_once_for_many_mails() {
        amazon.serve(SNS, this::sns);
        Fixture one = fixture("ses/mail-sns-utf8-v2");
        try (HookServer hooks = new HookServer(amazon, List.of(one.source()))) {
            assertThat(deliver(hooks, one)).isEqualTo(200);
            assertThat(deliver(hooks, fixture("ses/mail-s3"))).isEqualTo(200);
            assertThat(deliver(hooks, one)).isEqualTo(200);
            assertThat(hooks.rows()).hasSize(2);
        }
        assertThat(paths).hasSize(1);
    }

    @Test
    void without_the_certificate_nothing_is_taken_and_amazon_comes_again() {
        amazon.serve(SNS, r -> r.response().setStatusCode(404).end());
        Fixture f = fixture("ses/mail-sns-utf8-v2");
        try (HookServer hooks = new HookServer(amazon, List.of(f.source()))) {
            assertThat(deliver(hooks, f)).isEqualTo(503);
            assertThat(deliver(hooks, f)).isEqualTo(503);
            assertThat(hooks.rows()).isEmpty();
        }
        assertThat(amazon.asked).hasSize(1);
    }

    @Test
    void a_mail_in_S3_is_taken_with_what_is_known_and_joined_by_its_content() {
        amazon.serve(SNS, this::sns);
        amazon.serve(S3, r -> {
            paths.add(r.uri());
            boolean signed =
                    String.valueOf(r.getHeader("authorization")).startsWith("AWS4-HMAC-SHA256 Credential=AKID");
            r.response().setStatusCode(signed ? 200 : 403).end("""
                    From: help@phish.example\r
                    Subject: Your ticket SR-10482913\r
                    Message-ID: <20261123.1@phish.example>\r
                    \r
                    Call +1 202 555 0143 now.\r
                    """);
        });
        Fixture f = fixture("ses/mail-s3");
        try (HookServer hooks = new HookServer(amazon, List.of(f.source()))) {
            assertThat(deliver(hooks, f)).isEqualTo(200);
            assertThat(hooks.only().contact(Mail.class).text()).isEmpty();

            Pool pool = Pools.open(vertx, hooks.database, 4);
            FetchWorker worker = new FetchWorker(
                    vertx,
                    pool,
                    new Fetcher(vertx, amazon, hooks.clock),
                    new JournalWriter(vertx, pool, () -> {}),
                    List.of(f.source()),
                    hooks.clock);
            worker.work().await();
            List<Journalled> rows = hooks.rows();
            assertThat(rows).hasSize(2);
            Mail whole = rows.get(1).contact(Mail.class);
            assertThat(whole.text()).contains("Call +1 202 555 0143");
            assertThat(whole.envelopeTo()).containsExactly("nora.quill@ours.example");
            assertThat(whole.quotes().phoneNumbers()).containsExactly("+12025550143");
            assertThat(pool.query("select count(distinct thread) from journal")
                            .execute()
                            .await()
                            .iterator()
                            .next()
                            .getInteger(0))
                    .isEqualTo(1);
            pool.close().await();
        }
        assertThat(paths.get(1)).startsWith("/in/o3vrnil0e2ic28trm7");
    }

    private void sns(HttpServerRequest request) {
        paths.add(request.uri());
        try {
            request.response().end(request.path().endsWith(".pem") ? Files.readString(CERTIFICATE) : "<ok/>");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture fixture(String name) {
        return Fixture.all().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int deliver(HookServer hooks, Fixture f) {
        List<String> head = new ArrayList<>(f.head());
        String line = head.remove(0);
        head.removeIf(h -> h.toLowerCase(Locale.ROOT).startsWith("content-length:")
                || h.toLowerCase(Locale.ROOT).startsWith("host:"));
        return hooks.request(line.substring(0, line.lastIndexOf(' ')), f.body(), head.toArray(String[]::new))
                .status();
    }
}
