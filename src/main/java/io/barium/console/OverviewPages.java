package io.barium.console;

import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.barium.view.CaseView;
import io.barium.view.Cases;
import io.barium.view.Contacts;
import io.barium.view.Overviews;
import io.barium.view.TokenView;
import io.barium.view.Tokens;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What stands planted and what has come in. */
final class OverviewPages {
    private static final int RECENT = 8;
    private static final int TOKENS = 100;

    private final Overviews overviews;
    private final Cases cases;
    private final Contacts contacts;
    private final Tokens tokens;
    private final Pages pages;

    OverviewPages(Pool pool, Pages pages, Clock clock) {
        this.overviews = new Overviews(pool, clock);
        this.cases = new Cases(pool);
        this.contacts = new Contacts(pool);
        this.tokens = new Tokens(pool);
        this.pages = pages;
    }

    Future<Void> overview(RoutingContext ctx) {
        Map<String, Object> model = new HashMap<>();
        return overviews
                .now()
                .compose(now -> {
                    model.put("now", now);
                    return cases.open();
                })
                .compose(open -> {
                    List<CaseView> banner = open.map(List::of).orElse(List.of());
                    model.put("open", banner);
                    return contacts.recent(null, null, RECENT);
                })
                .compose(recent -> {
                    model.put(
                            "recent", recent.items().stream().map(Cards::masked).toList());
                    return pages.show(ctx, "overview", "Overview", "overview", model);
                });
    }

    Future<Void> canaries(RoutingContext ctx) {
        TokenRole role = Query.choice(ctx, "role", TokenRole.class);
        TokenKind kind = Query.choice(ctx, "kind", TokenKind.class);
        Long after = Query.cursor(ctx, "after");
        String filter = (role == null ? "" : "role=" + role + "&") + (kind == null ? "" : "kind=" + kind + "&");
        return tokens.list(role, kind, after == null ? 0 : after, TOKENS)
                .map(page -> Listing.<TokenView, TokenView>of(
                        page, Function.identity(), "/console/canaries?" + filter + "after="))
                .compose(list -> pages.show(
                        ctx,
                        "canaries",
                        "Canaries",
                        "canaries",
                        Map.of(
                                "list",
                                list,
                                "role",
                                role == null ? "" : role.name(),
                                "kind",
                                kind == null ? "" : kind.name())));
    }
}
