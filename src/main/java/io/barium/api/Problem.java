package io.barium.api;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** An answer that says what went wrong, as a problem document (RFC 9457). */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final String RETRY_AFTER_SECONDS = "5";

    private final int status;
    private final String title;
    private final String detail;
    private String allowed = "";

    private Problem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    static Problem badParameter(String name, String expected) {
        return new Problem(400, "Bad request", "parameter " + name + ": expected " + expected);
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    static Problem unauthorized() {
        return new Problem(401, "Unauthorized", "send a valid API key as Authorization: Bearer KEY");
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "Forbidden", detail);
    }

    static Problem timeout(String detail) {
        return new Problem(408, "Request timeout", detail);
    }

    static Problem tooLarge(String detail) {
        return new Problem(413, "Content too large", detail);
    }

    static Problem unsupported(String detail) {
        return new Problem(415, "Unsupported media type", detail);
    }

    static Problem unavailable(String detail) {
        return new Problem(503, "Service unavailable", detail);
    }

    static Problem notFound(String what) {
        return new Problem(404, "Not found", what);
    }

    static Problem gone(String what) {
        return new Problem(410, "Gone", what);
    }

    static Problem conflict(String detail) {
        return new Problem(409, "Conflict", detail);
    }

    /** @param allowed methods, as in the header Allow */
    static Problem methodNotAllowed(String method, String allowed) {
        Problem problem = new Problem(405, "Method not allowed", method + " is not possible here; allowed: " + allowed);
        problem.allowed = allowed;
        return problem;
    }

    static Problem internal(String correlationId) {
        return new Problem(500, "Internal error", "see the log for correlationId=" + correlationId);
    }

    /** Ends the response with this problem. */
    void answer(RoutingContext ctx) {
        HttpServerResponse response = ctx.response().setStatusCode(status);
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"barium\"");
        }
        if (status == 405) {
            response.putHeader("Allow", allowed);
        }
        if (status == 503) {
            response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        JsonObject body = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        response.putHeader("Content-Type", "application/problem+json").end(body.toBuffer());
    }
}
