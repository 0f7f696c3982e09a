package io.barium.console;

import io.barium.view.CaseView;
import io.barium.view.Cases;
import io.barium.view.Contacts;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.Map;
import java.util.function.Function;

/** Cases, and one case with its timeline. */
final class CasePages {
    private static final int CASES = 50;
    private static final int CONTACTS = 50;

    private final Cases cases;
    private final Contacts contacts;
    private final Pages pages;

    CasePages(Pool pool, Pages pages) {
        this.cases = new Cases(pool);
        this.contacts = new Contacts(pool);
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
                        .compose(timeline -> pages.show(
                                ctx, "cases", "Case " + id, "case", Map.of("view", view, "timeline", timeline))));
    }
}
