package io.barium.console;

import io.barium.report.ReportPage;
import io.barium.view.Audit;
import io.barium.view.CaseView;
import io.barium.view.Cases;
import io.barium.view.Contacts;
import io.barium.view.ReportFacts;
import io.barium.view.Verdicts;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Cases, and one case with its verdict, its timeline and its report. */
final class CasePages {
    private static final int CASES = 50;
    private static final int CONTACTS = 50;

    private final Cases cases;
    private final Contacts contacts;
    private final Verdicts verdicts;
    private final ReportFacts reports;
    private final Audit audit;
    private final Pages pages;

    CasePages(Pool pool, ReportFacts reports, Audit audit, Pages pages) {
        this.cases = new Cases(pool);
        this.contacts = new Contacts(pool);
        this.verdicts = new Verdicts(pool);
        this.reports = reports;
        this.audit = audit;
        this.pages = pages;
    }

    Future<Void> list(RoutingContext ctx) {
        return cases.list(Query.cursor(ctx, "after"), CASES)
                .map(page -> Listing.<CaseView, CaseView>of(page, Function.identity(), "/console/cases?after="))
                .compose(list -> pages.show(ctx, "cases", "Cases", "cases", Map.of("list", list)));
    }

    Future<Void> one(RoutingContext ctx) {
        long id = Query.id(ctx);
        Long after = Query.cursor(ctx, "after");
        String more = "/console/cases/" + id + "?after=";
        return cases.get(id)
                .map(found -> found.orElseThrow(Refusal::notFound))
                .compose(view -> contacts.ofCase(id, after == null ? 0 : after, CONTACTS)
                        .map(page -> Listing.of(page, Cards::masked, more))
                        .compose(timeline -> verdicts.newest(id, null).compose(verdict -> {
                            Map<String, Object> model = new HashMap<>();
                            model.put("view", view);
                            model.put("verdict", verdict.orElse(null));
                            model.put("timeline", timeline);
                            return pages.show(ctx, "cases", "Case " + id, "case", model);
                        })));
    }

    /** The whole page is the report's own, so that it can be saved and printed as it is. */
    Future<Void> report(RoutingContext ctx) {
        long id = Query.id(ctx);
        return reports.report(id, Query.cursor(ctx, "asOf"))
                .map(found -> found.orElseThrow(() -> new Refusal(404, "There is no verdict on this case yet.")))
                .compose(report -> audit.record(Objects.requireNonNull(SignIn.operator(ctx)), "report", "case/" + id)
                        .map(report))
                .compose(report -> ctx.response()
                        .putHeader("Content-Security-Policy", ReportPage.POLICY + "; frame-ancestors 'none'")
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .end(ReportPage.html(report)));
    }
}
