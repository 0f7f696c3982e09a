package io.barium.api;

import io.barium.exposure.ImportReport;
import io.barium.exposure.JsonRows;
import io.barium.exposure.LogRow;
import io.barium.exposure.Recorder;
import io.barium.exposure.Unlock;
import io.barium.exposure.UnlockRefused;
import io.barium.exposure.Unlocks;
import io.barium.exposure.Unlocks.Person;
import io.barium.view.Origins;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the API answers of origins: taking exposures, listing origins, unlocking the names of agents. */
public final class ExposureOperations {
    /** Larger bodies are refused. */
    static final int MAX_BYTES = 8 << 20;
    /** More rows are refused. */
    static final int MAX_ROWS = 10_000;

    private static final int BODIES_AT_ONCE = 4;
    private static final int MAX_REASON = 500;
    private static final int MAX_SYSTEM = 100;
    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> JSON_LINES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

    private final Origins origins;
    private final Recorder recorder;
    private final Unlocks unlocks;
    private final String system;
    private final RequestBody bodies = new RequestBody(MAX_BYTES, BODIES_AT_ONCE);

    /** @param system that rows are of when nobody says otherwise */
    public ExposureOperations(Pool pool, Recorder recorder, Unlocks unlocks, String system) {
        this.origins = new Origins(pool);
        this.recorder = recorder;
        this.unlocks = unlocks;
        this.system = system;
    }

    Map<String, Function<RoutingContext, Future<Void>>> questions() {
        return Map.of("/origins", this::origins, "/origins/{key}/name", this::name);
    }

    Map<String, Function<RoutingContext, Future<Void>>> acts() {
        return Map.of(
                "/exposures",
                this::exposures,
                "/origins/{key}/unlock/request",
                this::request,
                "/origins/{key}/unlock/approve",
                this::approve);
    }

    /** What a body was read as. */
    private record Rows(List<LogRow> rows, Set<String> ignored) {}

    private Future<Void> exposures(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("system"));
        String of = Parameters.text(ctx, "system", MAX_SYSTEM, system);
        boolean lines = lines(ctx);
        return bodies.read(
                ctx,
                body -> ctx.vertx()
                        .executeBlocking(() -> rows(body, lines), false)
                        .compose(
                                rows -> recorder.record(of, rows.rows()).compose(report -> answer(ctx, report, rows))));
    }

    private static Future<Void> answer(RoutingContext ctx, ImportReport report, Rows rows) {
        return Operations.json(ctx, ExposureDocuments.report(report, rows.ignored()));
    }

    private static boolean lines(RoutingContext ctx) {
        String given = ctx.request().getHeader("Content-Type");
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String encoding = ctx.request().getHeader("Content-Encoding");
        if (!JSON.contains(type) && !JSON_LINES.contains(type)) {
            throw Problem.unsupported("expected Content-Type application/json (an array) or application/x-ndjson");
        }
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.unsupported("expected no Content-Encoding");
        }
        return JSON_LINES.contains(type);
    }

    private static Rows rows(Buffer body, boolean lines) {
        JsonRows reader = new JsonRows(Map.of());
        String text = body.toString(StandardCharsets.UTF_8);
        try {
            return new Rows(lines ? reader.lines(text, MAX_ROWS) : reader.array(text, MAX_ROWS), reader.ignored());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("body: " + e.getMessage() + "; nothing was taken");
        }
    }

    private Future<Void> origins(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("limit", "after", "kind"));
        ExposureDocuments.Kind kind = Parameters.choice(ctx, "kind", ExposureDocuments.Kind.class);
        return origins.list(
                        kind == null ? null : kind.name(),
                        Operations.from(Parameters.after(ctx)),
                        Parameters.limit(ctx))
                .compose(page -> Operations.json(ctx, Documents.page(page, ExposureDocuments::origin)));
    }

    private Future<Void> request(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("reason", "case"));
        String reason = Parameters.required(ctx, "reason", MAX_REASON);
        return unlock(ctx, unlocks.request(who(ctx), caseId(ctx), key(ctx), reason));
    }

    private Future<Void> approve(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("case"));
        return unlock(ctx, unlocks.approve(who(ctx), caseId(ctx), key(ctx)));
    }

    private static Future<Void> unlock(RoutingContext ctx, Future<Unlock> taken) {
        return taken.recover(ExposureOperations::refused)
                .compose(unlock -> Operations.json(ctx, ExposureDocuments.unlock(unlock)));
    }

    private Future<Void> name(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("case"));
        return unlocks.name(who(ctx), caseId(ctx), key(ctx))
                .recover(ExposureOperations::refused)
                .compose(shown -> Operations.json(ctx, ExposureDocuments.name(shown)));
    }

    private static Person who(RoutingContext ctx) {
        return new Person(ctx.get(Operations.KEY_NAME), Operations.who(ctx));
    }

    private static long caseId(RoutingContext ctx) {
        return Parameters.requiredNumber(ctx, "case");
    }

    private static String key(RoutingContext ctx) {
        return ctx.pathParam("key");
    }

    private static <T> Future<T> refused(Throwable e) {
        if (!(e instanceof UnlockRefused refused)) {
            return Future.failedFuture(e);
        }
        return Future.failedFuture(
                switch (refused.why()) {
                    case NO_RIGHT -> Problem.forbidden(refused.detail());
                    case UNKNOWN -> Problem.notFound(refused.detail());
                    case NOT_NOW -> Problem.conflict(refused.detail());
                });
    }
}
