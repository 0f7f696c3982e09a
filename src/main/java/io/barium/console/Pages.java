package io.barium.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Renders pages from the templates that the build compiled. */
final class Pages {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "io.barium.console.page");
    private final Assets assets;
    private final boolean demo;

    Pages(Assets assets, boolean demo) {
        this.assets = assets;
        this.demo = demo;
    }

    /**
     * Renders a page and ends the response with it.
     *
     * @param section of the navigation
     * @param template name without suffix
     * @param model parameters of the template, beside {@code frame}
     */
    Future<Void> show(RoutingContext ctx, String section, String title, String template, Map<String, Object> model) {
        Map<String, Object> values = new HashMap<>(model);
        values.put("frame", new Frame(title, SignIn.operator(ctx), FormTokens.current(ctx), section, demo, assets));
        StringOutput html = new StringOutput();
        engine.render(template + ".jte", values, html);
        return ctx.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html.toString());
    }

    /** Ends the response with an error page. */
    Future<Void> error(RoutingContext ctx, int status, String title, String message) {
        ctx.response().setStatusCode(status);
        return show(ctx, "", title, "error", Map.of("status", status, "message", message));
    }
}
