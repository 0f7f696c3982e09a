package io.barium.api;

import io.barium.access.ApiKeys;
import io.barium.view.ReportFacts;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST API: who may ask, where what is answered, how faults are told. Only what says so reads a request body. */
public final class ApiRoutes {
    /** Path below which everything of the API is. */
    public static final String BASE = "/api/v1";

    private static final Logger log = LoggerFactory.getLogger(ApiRoutes.class);
    private static final String BEARER = "bearer ";
    private static final String DESCRIPTION = "/openapi.json";

    private final ApiKeys keys;
    private final Description description = new Description();
    private final Map<String, Function<RoutingContext, Future<Void>>> questions;
    private final Map<String, Function<RoutingContext, Future<Void>>> acts;

    /** The API over a database. */
    public ApiRoutes(Pool pool, ApiKeys keys, ExposureOperations exposures, ReportFacts reports, Clock clock) {
        this.keys = keys;
        Operations operations = new Operations(pool, reports, clock);
        this.questions = new LinkedHashMap<>(operations.questions());
        questions.putAll(exposures.questions());
        this.acts = new LinkedHashMap<>(operations.acts());
        acts.putAll(exposures.acts());
    }

    /** Path templates that are served by GET, relative to {@link #BASE}. */
    Set<String> questions() {
        return questions.keySet();
    }

    /** Path templates that are served by POST, relative to {@link #BASE}. */
    Set<String> acts() {
        return acts.keySet();
    }

    /** Adds the routes; everything below {@link #BASE} ends here. */
    public void mount(Router router) {
        router.route(BASE + "/*").failureHandler(this::fault).handler(ctx -> {
            ctx.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
            ctx.next();
        });
        serve(router, DESCRIPTION, ctx -> {
            HttpServerRequest request = ctx.request();
            String origin = request.scheme() + "://" + request.authority();
            ctx.response().putHeader("Content-Type", "application/json");
            return Operations.end(ctx, description.servedAt(origin + BASE));
        });
        router.route(BASE + "/*").handler(this::authenticate);
        questions.forEach((path, operation) -> serve(router, path, operation));
        acts.forEach((path, operation) -> serve(router, path, operation, HttpMethod.POST));
        router.route(BASE + "/*").handler(ctx -> {
            throw Problem.notFound("no such path; see " + BASE + DESCRIPTION);
        });
    }

    private static void serve(Router router, String path, Function<RoutingContext, Future<Void>> operation) {
        serve(router, path, operation, HttpMethod.GET, HttpMethod.HEAD);
    }

    private static void serve(
            Router router, String path, Function<RoutingContext, Future<Void>> operation, HttpMethod... methods) {
        String url = BASE + path.replaceAll("\\{(\\w+)}", ":$1");
        Route route = router.route(url);
        List.of(methods).forEach(route::method);
        route.handler(ctx -> operation.apply(ctx).onFailure(ctx::fail));
        String allowed = List.of(methods).stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        router.route(url).handler(ctx -> {
            throw Problem.methodNotAllowed(ctx.request().method().name(), allowed);
        });
    }

    private void authenticate(RoutingContext ctx) {
        String given = ctx.request().getHeader("Authorization");
        if (given == null || !given.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Problem.unauthorized();
        }
        ctx.request().pause();
        keys.authenticate(given.substring(BEARER.length()).strip())
                .map(known -> known.orElseThrow(Problem::unauthorized))
                .onSuccess(name -> {
                    ctx.put(Operations.KEY_NAME, name);
                    // In this order: a body comes as soon as it may, and whoever wants it must be there.
                    ctx.next();
                    ctx.request().resume();
                })
                .onFailure(e -> {
                    ctx.request().resume();
                    ctx.fail(e);
                });
    }

    private void fault(RoutingContext ctx) {
        if (ctx.response().headWritten()) {
            ctx.request().connection().close();
            return;
        }
        problem(ctx).answer(ctx);
    }

    private static Problem problem(RoutingContext ctx) {
        Throwable cause = ctx.failure();
        if (cause instanceof Problem problem) {
            return problem;
        }
        int status = cause instanceof HttpException http ? http.getStatusCode() : ctx.statusCode();
        if (status >= 400 && status < 500) {
            return Problem.badRequest("the request cannot be read");
        }
        String correlationId = UUID.randomUUID().toString();
        log.error("API request failed path={} correlationId={}", ctx.normalizedPath(), correlationId, cause);
        return Problem.internal(correlationId);
    }
}
