package io.barium.console;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Numbers and choices in the address of a page. */
final class Query {
    private static final String NUMBER = "[0-9]{1,18}";

    private Query() {}

    /** The id in the path. */
    static long id(RoutingContext ctx) {
        String given = ctx.pathParam("id");
        if (!given.matches(NUMBER)) {
            throw Refusal.notFound();
        }
        return Long.parseLong(given);
    }

    /** The UUID in the path. */
    static UUID uuid(RoutingContext ctx) {
        String given = ctx.pathParam("id");
        if (!given.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw Refusal.notFound();
        }
        return UUID.fromString(given);
    }

    /** A cursor; {@code null} for the first page. */
    static @Nullable Long cursor(RoutingContext ctx, String name) {
        String given = text(ctx, name);
        if (given == null) {
            return null;
        }
        if (!given.matches(NUMBER)) {
            throw Refusal.notFound();
        }
        return Long.parseLong(given);
    }

    /** One of an enum's names; {@code null} where none is asked for. */
    static <E extends Enum<E>> @Nullable E choice(RoutingContext ctx, String name, Class<E> type) {
        String given = text(ctx, name);
        if (given == null) {
            return null;
        }
        return List.of(type.getEnumConstants()).stream()
                .filter(e -> e.name().equals(given))
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private static @Nullable String text(RoutingContext ctx, String name) {
        List<String> given = ctx.queryParam(name);
        return given.isEmpty() || given.get(0).isEmpty() ? null : given.get(0);
    }
}
