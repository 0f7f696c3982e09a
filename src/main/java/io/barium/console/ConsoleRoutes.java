package io.barium.console;

import io.barium.access.Operators;
import io.barium.view.Audit;
import io.barium.view.ReportFacts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console below {@code /console}: which page is where, who may see it, and what browsers may do with it. */
public final class ConsoleRoutes {
    private static final Logger log = LoggerFactory.getLogger(ConsoleRoutes.class);
    private static final String BELOW = "/console/*";
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final int FORM_BYTES = 8_192;

    private final Assets assets = new Assets();
    private final Pages pages;
    private final SessionHandler sessions;
    private final SignIn signIn;
    private final CasePages cases;
    private final ContactPages contacts;
    private final OverviewPages overview;
    private final DeadLetterPages deadLetters;
    private final MailboxPages mailbox;
    private final boolean demo;

    public ConsoleRoutes(
            Vertx vertx, Pool pool, Operators operators, ReportFacts reports, ConsoleOptions options, Clock clock) {
        this.demo = options.demo();
        this.pages = new Pages(assets, demo);
        this.sessions = SessionHandler.create(LocalSessionStore.create(vertx, "barium.console.sessions"))
                .setLazySession(true)
                .setNagHttps(false)
                .setSessionCookieName("barium")
                .setSessionCookiePath("/console")
                .setSessionTimeout(IDLE.toMillis())
                .setCookieHttpOnlyFlag(true)
                .setCookieSecureFlag(options.https())
                .setCookieSameSite(CookieSameSite.STRICT);
        Audit audit = new Audit(pool, clock);
        FormTokens tokens = new FormTokens(VertxContextPRNG.current(vertx), options.https());
        this.signIn = new SignIn(operators, audit, sessions, tokens, pages, clock);
        this.cases = new CasePages(pool, reports, audit, pages);
        this.contacts = new ContactPages(pool, audit, pages);
        this.overview = new OverviewPages(pool, pages, clock);
        this.deadLetters = new DeadLetterPages(pool, audit, pages, clock);
        this.mailbox = new MailboxPages(pool, pages);
    }

    /** Adds the routes; everything below {@code /console} ends here, and {@code /} leads to it. */
    public void mount(Router router) {
        router.get("/").handler(ctx -> ctx.redirect("/console/"));
        router.route(BELOW).failureHandler(this::fault).handler(ConsoleRoutes::protect);
        router.get(Assets.PATH + "*").handler(assets::serve);
        router.route(BELOW).handler(sessions);
        router.get("/console/login").handler(page(signIn::form));
        post(router, "/console/login", signIn::login);
        router.route(BELOW).handler(signIn::gate);
        post(router, "/console/logout", signIn::logout);
        router.get("/console").handler(page(overview::overview));
        router.get("/console/").handler(page(overview::overview));
        router.get("/console/cases").handler(page(cases::list));
        router.get("/console/cases/:id").handler(page(cases::one));
        router.get("/console/cases/:id/report").handler(page(cases::report));
        router.get("/console/contacts").handler(page(contacts::list));
        router.get("/console/contacts/:id").handler(page(contacts::one));
        router.get("/console/contacts/:id/raw").handler(page(contacts::download));
        router.get("/console/canaries").handler(page(overview::canaries));
        router.get("/console/dead-letters").handler(page(deadLetters::list));
        post(router, "/console/dead-letters/:id/resend", deadLetters::resend);
        if (demo) {
            router.get("/console/mailbox").handler(page(mailbox::list));
            router.get("/console/mailbox/:id").handler(page(mailbox::one));
        }
        router.route(BELOW).handler(ctx -> {
            throw ctx.request().method().equals(HttpMethod.GET)
                    ? Refusal.notFound()
                    : new Refusal(405, "That cannot be done here.");
        });
    }

    private static void post(Router router, String path, Function<RoutingContext, Future<Void>> page) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES))
                .handler(page(page));
    }

    private static io.vertx.core.Handler<RoutingContext> page(Function<RoutingContext, Future<Void>> page) {
        return ctx -> page.apply(ctx).onFailure(ctx::fail);
    }

    private static void protect(RoutingContext ctx) {
        ctx.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
        ctx.next();
    }

    private void fault(RoutingContext ctx) {
        if (ctx.response().headWritten()) {
            ctx.request().connection().close();
            return;
        }
        Throwable cause = ctx.failure();
        int status = status(ctx, cause);
        if (status >= 500) {
            String correlationId = UUID.randomUUID().toString();
            log.error("console page failed path={} correlationId={}", ctx.normalizedPath(), correlationId, cause);
            answer(ctx, 500, "Something went wrong", "The log has more, under correlationId=" + correlationId + ".");
        } else if (cause instanceof Refusal refusal) {
            answer(ctx, status, title(status), String.valueOf(refusal.getMessage()));
        } else {
            answer(ctx, status, title(status), "The request cannot be answered.");
        }
    }

    private void answer(RoutingContext ctx, int status, String title, String message) {
        pages.error(ctx, status, title, message)
                .onFailure(e -> log.error("error page failed path={}", ctx.normalizedPath(), e));
    }

    private static int status(RoutingContext ctx, Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal.status();
        }
        int status = cause instanceof HttpException http ? http.getStatusCode() : ctx.statusCode();
        return status >= 400 && status < 500 ? status : 500;
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            default -> "Bad request";
        };
    }
}
