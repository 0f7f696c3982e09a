package io.barium.console;

import io.barium.outbox.Outbox;
import io.barium.view.Audit;
import io.barium.view.DeadLetterView;
import io.barium.view.DeadLetters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Alerts that were given up, each with a button that sends it again. */
final class DeadLetterPages {
    private static final String ADDRESS = "/console/dead-letters";
    private static final int LETTERS = 50;

    private final DeadLetters deadLetters;
    private final Outbox outbox;
    private final Audit audit;
    private final Pages pages;
    private final Clock clock;

    DeadLetterPages(Pool pool, Audit audit, Pages pages, Clock clock) {
        this.deadLetters = new DeadLetters(pool);
        this.outbox = new Outbox(pool);
        this.audit = audit;
        this.pages = pages;
        this.clock = clock;
    }

    Future<Void> list(RoutingContext ctx) {
        Long after = Query.cursor(ctx, "after");
        return deadLetters
                .list(after == null ? 0 : after, LETTERS)
                .map(page -> Listing.<DeadLetterView, DeadLetterView>of(page, Function.identity(), ADDRESS + "?after="))
                .compose(list -> pages.show(ctx, "overview", "Dead letters", "deadletters", Map.of("list", list)));
    }

    Future<Void> resend(RoutingContext ctx) {
        FormTokens.requireSession(ctx);
        UUID id = Query.uuid(ctx);
        return audit.record(Objects.requireNonNull(SignIn.operator(ctx)), "resend", "outbox/" + id)
                .compose(recorded -> outbox.resend(id, clock.instant()))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(Refusal.notFound())
                        : ctx.response()
                                .setStatusCode(303)
                                .putHeader("Location", ADDRESS)
                                .end());
    }
}
