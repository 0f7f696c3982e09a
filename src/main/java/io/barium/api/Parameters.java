package io.barium.api;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Query and path parameters, checked; every fault names its parameter. */
final class Parameters {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_DIGITS = 18;

    private Parameters() {}

    /** Refuses names that an operation does not know: a misspelt filter would silently show everything. */
    static void only(RoutingContext ctx, Set<String> known) {
        for (String name : ctx.queryParams().names()) {
            if (!known.contains(name)) {
                throw Problem.badRequest("parameter " + printable(name) + " is not known here");
            }
        }
    }

    static int limit(RoutingContext ctx) {
        String given = one(ctx, "limit");
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        long limit = number("limit", given, "a number from 1 to " + MAX_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.badParameter("limit", "a number from 1 to " + MAX_LIMIT);
        }
        return (int) limit;
    }

    /** The cursor; {@code null} where none is given. */
    static @Nullable Long after(RoutingContext ctx) {
        String given = one(ctx, "after");
        return given == null ? null : number("after", given, "the value of next of the page before");
    }

    /** The journal sequence up to which contacts count; {@code null} for all of it. */
    static @Nullable Long asOf(RoutingContext ctx) {
        String given = one(ctx, "asOf");
        return given == null ? null : number("asOf", given, "a journal sequence");
    }

    static <E extends Enum<E>> @Nullable E choice(RoutingContext ctx, String name, Class<E> type) {
        String given = one(ctx, name);
        if (given == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> e.name().equals(given))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(name, "one of " + Arrays.toString(type.getEnumConstants())));
    }

    /** The id in the path; one that is no number is an unknown one. */
    static long id(RoutingContext ctx, String what) {
        String given = ctx.pathParam("id");
        if (!given.matches("[0-9]{1,18}")) {
            throw Problem.notFound("no such " + what);
        }
        return Long.parseLong(given);
    }

    /** A number that has to be there. */
    static long requiredNumber(RoutingContext ctx, String name) {
        String given = required(ctx, name, MAX_DIGITS);
        return number(name, given, "a number");
    }

    /** A text; {@code otherwise} where none is given. */
    static String text(RoutingContext ctx, String name, int maxLength, String otherwise) {
        return one(ctx, name) == null ? otherwise : required(ctx, name, maxLength);
    }

    /** The UUID in the path; a text that is none is an unknown one. */
    static UUID uuid(RoutingContext ctx, String what) {
        String given = ctx.pathParam("id");
        if (!given.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw Problem.notFound("no such " + what);
        }
        return UUID.fromString(given);
    }

    /** A text that has to be there. */
    static String required(RoutingContext ctx, String name, int maxLength) {
        String given = one(ctx, name);
        if (given == null || given.isBlank() || given.length() > maxLength || given.indexOf('\0') >= 0) {
            throw Problem.badParameter(name, "a text of 1 to " + maxLength + " characters");
        }
        return given.strip();
    }

    private static @Nullable String one(RoutingContext ctx, String name) {
        List<String> given = ctx.queryParam(name);
        if (given.size() > 1) {
            throw Problem.badParameter(name, "it only once");
        }
        return given.isEmpty() ? null : given.get(0);
    }

    private static long number(String name, String given, String expected) {
        if (!given.matches("[0-9]{1,18}")) {
            throw Problem.badParameter(name, expected);
        }
        return Long.parseLong(given);
    }

    private static String printable(String name) {
        String shown = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return shown.length() > 40 ? shown.substring(0, 40) : shown;
    }
}
