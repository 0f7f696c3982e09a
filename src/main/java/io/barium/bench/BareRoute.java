package io.barium.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The other yardstick: a stock vertx-web route that decodes what came, answers 200 and stores nothing. */
@Command(
        name = "bare",
        hidden = true,
        description = "Answers every POST with 200; what bench intake compares the processor's time with.")
final class BareRoute implements Callable<Integer> {
    private static final int PORT_UNSET = 0;
    /** Below the default of Vert.x a real mail is answered 400. */
    private static final int MAX_FIELD_BYTES = 1 << 20;

    @Option(names = "--port", required = true, description = "to listen on, at 127.0.0.1")
    int port = PORT_UNSET;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false));
        router.post().handler(BareRoute::answer);
        router.get().handler(ctx -> ctx.end("up"));
        vertx.createHttpServer(new HttpServerOptions().setMaxFormAttributeSize(MAX_FIELD_BYTES))
                .requestHandler(router)
                .listen(port, "127.0.0.1")
                .await();
        Thread.currentThread().join();
        return 0;
    }

    private static void answer(RoutingContext ctx) {
        String type = ctx.request().getHeader("content-type");
        boolean read;
        if (type != null && type.startsWith("application/json")) {
            read = ctx.body().asJsonObject().containsKey("id");
        } else {
            MultiMap form = ctx.request().formAttributes();
            read = form.contains("from"); // names are compared without case
        }
        ctx.response().setStatusCode(read ? 200 : 400).end("accepted");
    }
}
