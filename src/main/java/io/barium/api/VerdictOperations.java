package io.barium.api;

import io.barium.report.ReportPage;
import io.barium.view.Audit;
import io.barium.view.ReportFacts;
import io.barium.view.Verdicts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the API answers about verdicts. */
final class VerdictOperations {
    private static final Set<String> AS_OF = Set.of("asOf");
    private static final String NONE = "no verdict on such a case";

    private final Verdicts verdicts;
    private final ReportFacts reports;
    private final Audit audit;

    VerdictOperations(Pool pool, ReportFacts reports, Audit audit) {
        this.verdicts = new Verdicts(pool);
        this.reports = reports;
        this.audit = audit;
    }

    /** What is answered to GET, by the path template under which the description has it. */
    Map<String, Function<RoutingContext, Future<Void>>> questions() {
        Map<String, Function<RoutingContext, Future<Void>>> paths = new LinkedHashMap<>();
        paths.put("/cases/{id}/verdict", this::verdict);
        paths.put("/cases/{id}/report", this::report);
        return paths;
    }

    private Future<Void> verdict(RoutingContext ctx) {
        Parameters.only(ctx, AS_OF);
        return verdicts.document(Parameters.id(ctx, "case"), Parameters.asOf(ctx))
                .map(found -> found.orElseThrow(() -> Problem.notFound(NONE)))
                .compose(document -> {
                    ctx.response().putHeader("Content-Type", "application/json");
                    return Operations.end(ctx, Buffer.buffer(document));
                });
    }

    private Future<Void> report(RoutingContext ctx) {
        Parameters.only(ctx, AS_OF);
        long id = Parameters.id(ctx, "case");
        return reports.report(id, Parameters.asOf(ctx))
                .map(found -> found.orElseThrow(() -> Problem.notFound(NONE)))
                .compose(report -> audit.record(Operations.who(ctx), "report", "case/" + id)
                        .map(report))
                .compose(report -> {
                    ctx.response()
                            .putHeader("Content-Security-Policy", ReportPage.POLICY + "; frame-ancestors 'none'")
                            .putHeader("Content-Type", "text/html; charset=utf-8");
                    return Operations.end(ctx, Buffer.buffer(ReportPage.html(report)));
                });
    }
}
