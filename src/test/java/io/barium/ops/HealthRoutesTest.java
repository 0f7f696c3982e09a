package io.barium.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Secret;
import io.barium.ops.Checks.Check;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRoutesTest {
    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private int port;

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void without_a_token_this_machine_reads_everything() throws Exception {
        open(null);
        assertThat(get("/metrics").body()).contains("barium_contacts_total");
        assertThat(get("/health/ready").body()).contains("alerts.mail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "x-forwarded-for", "X-Real-IP", "Via"})
    void who_comes_through_a_proxy_learns_that_the_service_is_up_and_no_more(String header) throws Exception {
        open(null);
        HttpResponse<String> metrics = get("/metrics", header, "203.0.113.9");
        assertThat(metrics.statusCode()).isEqualTo(401);
        assertThat(metrics.body()).contains("http.metricsToken").doesNotContain("barium_contacts_total");
        HttpResponse<String> ready = get("/health/ready", header, "203.0.113.9");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(ready.body())).isEqualTo(new JsonObject().put("status", "DEGRADED"));
        assertThat(get("/health/live", header, "203.0.113.9").statusCode()).isEqualTo(200);
    }

    @Test
    void with_a_token_who_sends_it_reads_everything_wherever_he_is_and_nobody_else() throws Exception {
        open(new Secret("s3cret"));
        assertThat(get("/metrics", "Authorization", "Bearer s3cret", "Via", "1.1 edge")
                        .body())
                .contains("barium_contacts_total");
        assertThat(get("/health/ready", "authorization", "bearer s3cret").body())
                .contains("alerts.mail");
        for (String given : List.of("Bearer s3cre", "Bearer s3cret2", "Basic s3cret", "Bearer ", "s3cret")) {
            assertThat(get("/metrics", "Authorization", given).statusCode()).isEqualTo(401);
        }
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/health/ready").body()).doesNotContain("alerts.mail");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true", "127.1.2.3,true", "::1,true", "::ffff:127.0.0.1,true",
        "10.0.0.1,false", "192.0.2.7,false", "2001:db8::1,false", "0.0.0.0,false"
    })
    void this_machine_is_its_loopback_addresses(String address, boolean local) {
        assertThat(Inside.isLocal(SocketAddress.inetSocketAddress(9, address))).isEqualTo(local);
    }

    private void open(@Nullable Secret token) {
        meters.counter("barium.contacts", "standing", "CREDIBLE").increment();
        Component alerts = new Component("alerts.mail", Component.State.DEGRADED, "3 alerts wait");
        Check trouble = new Check("alerts.mail", () -> Future.succeededFuture(alerts));
        Router router = Router.router(vertx);
        new HealthRoutes(List.of(trouble), meters, token).mount(router);
        port = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
