package io.barium.api;

import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.barium.outbox.Outbox;
import io.barium.view.Audit;
import io.barium.view.Cases;
import io.barium.view.Contacts;
import io.barium.view.DeadLetters;
import io.barium.view.LegalHolds;
import io.barium.view.Page;
import io.barium.view.Plantings;
import io.barium.view.RawContact;
import io.barium.view.ReportFacts;
import io.barium.view.Tokens;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the API answers to an authenticated question. */
final class Operations {
    /** Where the routes leave the name of the key that asked. */
    static final String KEY_NAME = "barium.apiKey";

    private static final int MAX_REASON = 500;
    private static final Set<String> PAGED = Set.of("limit", "after");

    private final Contacts contacts;
    private final Cases cases;
    private final Tokens tokens;
    private final Plantings plantings;
    private final DeadLetters deadLetters;
    private final Outbox outbox;
    private final LegalHolds holds;
    private final Audit audit;
    private final VerdictOperations verdicts;
    private final Clock clock;

    Operations(Pool pool, ReportFacts reports, Clock clock) {
        this.contacts = new Contacts(pool);
        this.cases = new Cases(pool);
        this.tokens = new Tokens(pool);
        this.plantings = new Plantings(pool);
        this.deadLetters = new DeadLetters(pool);
        this.outbox = new Outbox(pool);
        this.holds = new LegalHolds(pool, clock);
        this.audit = new Audit(pool, clock);
        this.verdicts = new VerdictOperations(pool, reports, audit);
        this.clock = clock;
    }

    /** What is answered to GET, by the path template under which the description has it. */
    Map<String, Function<RoutingContext, Future<Void>>> questions() {
        Map<String, Function<RoutingContext, Future<Void>>> paths = new LinkedHashMap<>();
        paths.put("/contacts", this::contacts);
        paths.put("/contacts/{id}", this::contact);
        paths.put("/contacts/{id}/additions", this::additions);
        paths.put("/contacts/{id}/raw", this::raw);
        paths.put("/cases", this::cases);
        paths.put("/cases/{id}", this::caseFile);
        paths.put("/tokens", this::tokens);
        paths.put("/plantings", this::plantings);
        paths.put("/dead-letters", this::deadLetters);
        paths.putAll(verdicts.questions());
        return paths;
    }

    /** What is done by POST. */
    Map<String, Function<RoutingContext, Future<Void>>> acts() {
        return Map.of(
                "/dead-letters/{id}/resend",
                this::resend,
                "/cases/{id}/legal-hold/place",
                this::placeHold,
                "/cases/{id}/legal-hold/lift",
                this::liftHold);
    }

    private Future<Void> placeHold(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("reason"));
        long id = Parameters.id(ctx, "case");
        String reason = Parameters.required(ctx, "reason", MAX_REASON);
        return act(ctx, "hold", "case/" + id)
                .compose(recorded -> holds.place(id, reason, who(ctx)))
                .compose(known -> hold(ctx, id, known));
    }

    private Future<Void> liftHold(RoutingContext ctx) {
        Parameters.only(ctx, Set.of());
        long id = Parameters.id(ctx, "case");
        return act(ctx, "lift-hold", "case/" + id)
                .compose(recorded -> holds.lift(id))
                .compose(known -> hold(ctx, id, known));
    }

    private Future<Void> hold(RoutingContext ctx, long id, boolean known) {
        if (!known) {
            throw Problem.notFound("no such case");
        }
        return cases.get(id).compose(view -> json(ctx, Documents.summary(view.orElseThrow())));
    }

    private Future<Void> act(RoutingContext ctx, String action, String object) {
        return audit.record(who(ctx), action, object);
    }

    /** Who asked, as the audit log has it. */
    static String who(RoutingContext ctx) {
        return "key:" + ctx.<String>get(KEY_NAME);
    }

    private Future<Void> contacts(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        return contacts.list(from(Parameters.after(ctx)), Parameters.limit(ctx))
                .compose(page -> json(ctx, Documents.page(page, ContactDocument::of)));
    }

    private Future<Void> contact(RoutingContext ctx) {
        Parameters.only(ctx, Set.of());
        return contacts.get(Parameters.id(ctx, "contact"))
                .map(found -> found.orElseThrow(() -> Problem.notFound("no such contact")))
                .compose(contact -> json(ctx, ContactDocument.of(contact)));
    }

    private Future<Void> additions(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        return contacts.get(Parameters.id(ctx, "contact"), from(Parameters.after(ctx)), Parameters.limit(ctx))
                .map(found -> found.orElseThrow(() -> Problem.notFound("no such contact")))
                .map(contact -> new Page<>(contact.additions(), contact.additionsNext()))
                .compose(page -> json(ctx, Documents.page(page, ContactDocument::of)));
    }

    private Future<Void> raw(RoutingContext ctx) {
        Parameters.only(ctx, Set.of());
        return contacts.raw(Parameters.id(ctx, "contact"))
                .map(found -> found.orElseThrow(() -> Problem.notFound("no such contact")))
                .map(Operations::kept)
                .compose(raw -> act(ctx, "raw", "contact/" + raw.id())
                        .compose(recorded -> ctx.vertx().executeBlocking(() -> raw.inflate(raw.size()), false))
                        .compose(bytes -> bytes(ctx, raw, bytes)));
    }

    private static RawContact kept(RawContact raw) {
        if (raw.dropped()) {
            throw Problem.gone("the raw bytes were dropped by retention; their hash is in the contact");
        }
        return raw;
    }

    private Future<Void> cases(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        return cases.list(Parameters.after(ctx), Parameters.limit(ctx))
                .compose(page -> json(ctx, Documents.page(page, Documents::summary)));
    }

    private Future<Void> caseFile(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        long id = Parameters.id(ctx, "case");
        long after = from(Parameters.after(ctx));
        int limit = Parameters.limit(ctx);
        return cases.get(id)
                .map(found -> found.orElseThrow(() -> Problem.notFound("no such case")))
                .compose(view -> contacts.ofCase(id, after, limit)
                        .compose(timeline -> json(ctx, Documents.file(view, timeline))));
    }

    private Future<Void> tokens(RoutingContext ctx) {
        Parameters.only(ctx, Set.of("limit", "after", "role", "kind"));
        return tokens.list(
                        Parameters.choice(ctx, "role", TokenRole.class),
                        Parameters.choice(ctx, "kind", TokenKind.class),
                        from(Parameters.after(ctx)),
                        Parameters.limit(ctx))
                .compose(page -> json(ctx, Documents.page(page, Documents::token)));
    }

    private Future<Void> plantings(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        return plantings
                .list(from(Parameters.after(ctx)), Parameters.limit(ctx))
                .compose(page -> json(ctx, Documents.page(page, Documents::planting)));
    }

    private Future<Void> deadLetters(RoutingContext ctx) {
        Parameters.only(ctx, PAGED);
        return deadLetters
                .list(from(Parameters.after(ctx)), Parameters.limit(ctx))
                .compose(page -> json(ctx, Documents.page(page, Documents::deadLetter)));
    }

    private Future<Void> resend(RoutingContext ctx) {
        Parameters.only(ctx, Set.of());
        UUID id = Parameters.uuid(ctx, "dead letter");
        return act(ctx, "resend", "outbox/" + id)
                .compose(recorded -> outbox.resend(id, clock.instant()))
                .compose(found -> {
                    boolean resent = found.orElseThrow(() -> Problem.notFound("no such dead letter"));
                    if (!resent) {
                        throw Problem.conflict("the message is no dead letter: it waits to be sent, or was sent");
                    }
                    ctx.response().setStatusCode(202);
                    return json(ctx, new JsonObject().put("id", id.toString()).put("state", "PENDING"));
                });
    }

    static long from(@Nullable Long after) {
        return after == null ? 0 : after;
    }

    static Future<Void> json(RoutingContext ctx, JsonObject body) {
        ctx.response().putHeader("Content-Type", "application/json");
        return end(ctx, body.toBuffer());
    }

    /** Attacker bytes: to be saved, never to be shown by a browser. */
    private static Future<Void> bytes(RoutingContext ctx, RawContact raw, byte[] bytes) {
        String suffix = switch (raw.channel()) {
            case MAIL -> ".eml";
            case CALL, SMS -> ".txt";
        };
        ctx.response()
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Disposition", "attachment; filename=\"contact-" + raw.id() + suffix + "\"")
                .putHeader("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(raw.sha256()) + ":");
        if (raw.wholeWith() != null) {
            ctx.response()
                    .putHeader(
                            "Whole-Request-Event",
                            URLEncoder.encode(raw.wholeWith(), StandardCharsets.UTF_8)
                                    .replace("+", "%20"));
        }
        return end(ctx, Buffer.buffer(bytes));
    }

    /** Over HTTP/2 the server would send the body of a HEAD, too. */
    static Future<Void> end(RoutingContext ctx, Buffer body) {
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            ctx.response().putHeader("Content-Length", Integer.toString(body.length()));
            return ctx.response().end();
        }
        return ctx.response().end(body);
    }
}
