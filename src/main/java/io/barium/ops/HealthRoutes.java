package io.barium.ops;

import io.barium.config.Secret;
import io.barium.ops.Checks.Check;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics}. Whether the service is up is for everybody; why
 * not, and the metrics, are not.
 */
public final class HealthRoutes {
    private final List<Check> checks;
    private final PrometheusMeterRegistry meters;
    private final Inside inside;

    /**
     * Routes over the given checks.
     *
     * @param token by which who scrapes the metrics is known; {@code null} where only this machine may
     */
    public HealthRoutes(List<Check> checks, PrometheusMeterRegistry meters, @Nullable Secret token) {
        this.checks = List.copyOf(checks);
        this.meters = meters;
        this.inside = new Inside(token);
    }

    /** Adds the routes. */
    public void mount(Router router) {
        router.get("/health/live").handler(ctx -> json(ctx, 200, new JsonObject().put("status", "UP")));
        router.get("/health/ready").handler(this::ready);
        router.get("/metrics").handler(this::metrics);
    }

    private void metrics(RoutingContext ctx) {
        if (!inside.admits(ctx.request())) {
            ctx.response()
                    .setStatusCode(401)
                    .putHeader("www-authenticate", "Bearer")
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end(inside.advice() + "\n");
            return;
        }
        ctx.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(meters.scrape());
    }

    private void ready(RoutingContext ctx) {
        List<Future<Component>> answers = checks.stream().map(Check::run).toList();
        Future.join(answers).onComplete(done -> {
            Component.State worst = Component.State.UP;
            JsonArray components = new JsonArray();
            for (Future<Component> answer : answers) {
                Component c = answer.result();
                worst = c.state().compareTo(worst) > 0 ? c.state() : worst;
                components.add(new JsonObject()
                        .put("name", c.name())
                        .put("status", c.state().name())
                        .put("why", c.why()));
            }
            JsonObject body = new JsonObject().put("status", worst.name());
            if (inside.admits(ctx.request())) {
                body.put("components", components);
            }
            json(ctx, worst == Component.State.DOWN ? 503 : 200, body);
        });
    }

    private static void json(RoutingContext ctx, int status, JsonObject body) {
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.encode());
    }
}
