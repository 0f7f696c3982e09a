package io.barium.console;

import io.barium.model.Standing;
import io.barium.model.Visible;
import io.barium.view.Audit;
import io.barium.view.Contacts;
import io.barium.view.RawContact;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** Contacts, and one contact with its raw source. Identifiers are masked in lists; each look at one is audited. */
final class ContactPages {
    private static final int CONTACTS = 50;
    private static final int ADDITIONS = 20;
    private static final int SHOWN_BYTES = 65_536;

    private final Contacts contacts;
    private final Audit audit;
    private final Pages pages;

    ContactPages(Pool pool, Audit audit, Pages pages) {
        this.contacts = new Contacts(pool);
        this.audit = audit;
        this.pages = pages;
    }

    Future<Void> list(RoutingContext ctx) {
        Standing standing = Query.choice(ctx, "standing", Standing.class);
        String filter = standing == null ? "" : "standing=" + standing + "&";
        return contacts.recent(Query.cursor(ctx, "before"), standing, CONTACTS)
                .map(page -> Listing.of(page, Cards::masked, "/console/contacts?" + filter + "before="))
                .compose(list -> {
                    Map<String, Object> model = new HashMap<>();
                    model.put("list", list);
                    model.put("chosen", standing == null ? "" : standing.name());
                    return pages.show(ctx, "contacts", "Contacts", "contacts", model);
                });
    }

    Future<Void> one(RoutingContext ctx) {
        long id = Query.id(ctx);
        Long after = Query.cursor(ctx, "after");
        return contacts.get(id, after == null ? 0 : after, ADDITIONS)
                .map(found -> found.orElseThrow(Refusal::notFound))
                .compose(view -> look(ctx, "view", id).compose(raw -> {
                    Map<String, Object> model = new HashMap<>();
                    Long next = view.additionsNext();
                    model.put("card", Cards.whole(view));
                    model.put("more", next == null ? null : "/console/contacts/" + id + "?after=" + next);
                    model.put("source", source(raw));
                    model.put("wholeWith", raw.wholeWith());
                    model.put("cut", !raw.dropped() && raw.size() > SHOWN_BYTES);
                    return pages.show(ctx, "contacts", "Contact " + id, "contact", model);
                }));
    }

    /** Attacker bytes: to be saved, never to be shown by a browser. */
    Future<Void> download(RoutingContext ctx) {
        long id = Query.id(ctx);
        return look(ctx, "raw", id)
                .map(ContactPages::kept)
                .compose(raw -> ctx.vertx().executeBlocking(() -> raw.inflate(raw.size()), false))
                .compose(bytes -> ctx.response()
                        .putHeader("Content-Type", "application/octet-stream")
                        .putHeader("Content-Disposition", "attachment; filename=\"contact-" + id + ".bin\"")
                        .end(Buffer.buffer(bytes)));
    }

    private Future<RawContact> look(RoutingContext ctx, String action, long id) {
        return contacts.raw(id)
                .map(found -> found.orElseThrow(Refusal::notFound))
                .compose(raw -> audit.record(Objects.requireNonNull(SignIn.operator(ctx)), action, "contact/" + id)
                        .map(raw));
    }

    private static RawContact kept(RawContact raw) {
        if (raw.dropped()) {
            throw new Refusal(410, "The raw bytes were dropped by retention; their hash is still there.");
        }
        return raw;
    }

    private static String source(RawContact raw) {
        return raw.dropped()
                ? "Dropped by retention. SHA-256: " + HexFormat.of().formatHex(raw.sha256())
                : Visible.text(new String(raw.inflate(SHOWN_BYTES), StandardCharsets.UTF_8));
    }
}
