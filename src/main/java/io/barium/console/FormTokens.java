package io.barium.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The token that a form has to bring back, against requests that another site makes a browser send. It is kept in the
 * session; before login, where strangers must not be able to fill the memory with sessions, in a cookie of the browser.
 */
final class FormTokens {
    /** Name of the form field. */
    static final String FIELD = "token";

    private static final String COOKIE = "barium-form";
    private static final String SESSION_KEY = "barium.form";
    private static final String CONTEXT_KEY = "barium.form";
    private static final int MIN_CHARS = 32;

    private final VertxContextPRNG random;
    private final boolean secure;

    FormTokens(VertxContextPRNG random, boolean secure) {
        this.random = random;
        this.secure = secure;
    }

    /** The token for the forms of the page that is being made; empty where a page has none. */
    static String current(RoutingContext ctx) {
        String prepared = ctx.get(CONTEXT_KEY);
        if (prepared != null) {
            return prepared;
        }
        String kept = ctx.user() == null ? null : ctx.session().get(SESSION_KEY);
        return kept == null ? "" : kept;
    }

    /** Makes the token of a login form. */
    void prepareLogin(RoutingContext ctx) {
        String known = cookie(ctx);
        String token = known == null ? random.nextString(MIN_CHARS) : known;
        ctx.response()
                .addCookie(Cookie.cookie(COOKIE, token)
                        .setPath("/console/login")
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(CookieSameSite.STRICT));
        ctx.put(CONTEXT_KEY, token);
    }

    /** Makes the token of a session that has just begun. */
    void begin(RoutingContext ctx) {
        ctx.session().put(SESSION_KEY, random.nextString(MIN_CHARS));
    }

    /** Lets a login through only with the token of its form. */
    static void requireLogin(RoutingContext ctx) {
        require(ctx, cookie(ctx));
    }

    /** Lets a form through only with the token of its session. */
    static void requireSession(RoutingContext ctx) {
        require(ctx, ctx.user() == null ? null : ctx.session().get(SESSION_KEY));
    }

    private static void require(RoutingContext ctx, @Nullable String expected) {
        String given = ctx.request().getFormAttribute(FIELD);
        if (expected == null || given == null || !MessageDigest.isEqual(bytes(expected), bytes(given))) {
            throw new Refusal(403, "The form was not sent from this console, or it is too old. Load the page again.");
        }
    }

    private static @Nullable String cookie(RoutingContext ctx) {
        Cookie cookie = ctx.request().getCookie(COOKIE);
        return cookie == null || !cookie.getValue().matches("[A-Za-z0-9_-]{32,128}") ? null : cookie.getValue();
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
