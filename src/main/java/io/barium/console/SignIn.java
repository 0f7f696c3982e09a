package io.barium.console;

import io.barium.access.Operators;
import io.barium.view.Audit;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SessionHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Login and logout. */
final class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    private static final Duration LONGEST_SESSION = Duration.ofHours(12);
    private static final String SINCE = "barium.since";

    private final Operators operators;
    private final Audit audit;
    private final SessionHandler sessions;
    private final FormTokens tokens;
    private final LoginAttempts attempts;
    private final Pages pages;
    private final Clock clock;

    SignIn(Operators operators, Audit audit, SessionHandler sessions, FormTokens tokens, Pages pages, Clock clock) {
        this.operators = operators;
        this.audit = audit;
        this.sessions = sessions;
        this.tokens = tokens;
        this.attempts = new LoginAttempts(clock);
        this.pages = pages;
        this.clock = clock;
    }

    /** Name of the operator who is signed in; {@code null} for nobody. */
    static @Nullable String operator(RoutingContext ctx) {
        User user = ctx.user();
        return user == null ? null : user.subject();
    }

    /** Lets operators pass and sends everybody else to the login. */
    void gate(RoutingContext ctx) {
        if (ctx.user() == null) {
            redirect(ctx, "/console/login");
            return;
        }
        Long since = ctx.session().get(SINCE);
        if (since == null || Instant.ofEpochMilli(since).plus(LONGEST_SESSION).isBefore(clock.instant())) {
            ctx.session().destroy();
            redirect(ctx, "/console/login");
            return;
        }
        ctx.next();
    }

    /** The login form. */
    Future<Void> form(RoutingContext ctx) {
        if (ctx.user() != null) {
            return redirect(ctx, "/console/");
        }
        return form(ctx, "");
    }

    /** The form as sent. */
    Future<Void> login(RoutingContext ctx) {
        FormTokens.requireLogin(ctx);
        String user = Objects.requireNonNullElse(ctx.request().getFormAttribute("username"), "");
        String password = Objects.requireNonNullElse(ctx.request().getFormAttribute("password"), "");
        String address = ctx.request().remoteAddress().hostAddress();
        if (!attempts.admit(user, address)) {
            log.warn("login refused, too many attempts peer={}", address);
            ctx.response().setStatusCode(429).putHeader("Retry-After", Long.toString(LoginAttempts.WINDOW.toSeconds()));
            return form(ctx, "Too many attempts. Try again in a quarter of an hour.");
        }
        return operators.authenticate(user, password).compose(genuine -> {
            if (!genuine) {
                log.warn("login refused peer={}", address);
                ctx.response().setStatusCode(401);
                return form(ctx, "User name or password is wrong.");
            }
            attempts.succeeded(user, address);
            return audit.record(user, "login", "console").compose(recorded -> begin(ctx, user));
        });
    }

    /** Ends the session. */
    Future<Void> logout(RoutingContext ctx) {
        FormTokens.requireSession(ctx);
        ctx.session().destroy();
        return redirect(ctx, "/console/login");
    }

    private Future<Void> begin(RoutingContext ctx, String user) {
        ctx.session().regenerateId();
        ctx.session().put(SINCE, clock.millis());
        tokens.begin(ctx);
        return sessions.setUser(ctx, User.fromName(user)).compose(done -> redirect(ctx, "/console/"));
    }

    private Future<Void> form(RoutingContext ctx, String fault) {
        tokens.prepareLogin(ctx);
        return pages.show(ctx, "", "Sign in", "login", Map.of("fault", fault));
    }

    private static Future<Void> redirect(RoutingContext ctx, String to) {
        return ctx.response().setStatusCode(303).putHeader("Location", to).end();
    }
}
