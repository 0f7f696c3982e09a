package io.barium.console;

import io.barium.view.DemoMailbox;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.Map;

/** The demo mailbox, where the demonstration's alerts arrive. */
final class MailboxPages {
    private static final int MAILS = 50;

    private final DemoMailbox mailbox;
    private final Pages pages;

    MailboxPages(Pool pool, Pages pages) {
        this.mailbox = new DemoMailbox(pool);
        this.pages = pages;
    }

    Future<Void> list(RoutingContext ctx) {
        return mailbox.list(Query.cursor(ctx, "before"), MAILS)
                .map(page -> Listing.of(page, MailText::of, "/console/mailbox?before="))
                .compose(list -> pages.show(ctx, "mailbox", "Demo mailbox", "mailbox", Map.of("list", list)));
    }

    Future<Void> one(RoutingContext ctx) {
        return mailbox.get(Query.id(ctx))
                .map(found -> MailText.of(found.orElseThrow(Refusal::notFound)))
                .compose(mail -> pages.show(ctx, "mailbox", mail.subject(), "mail", Map.of("mail", mail)));
    }
}
