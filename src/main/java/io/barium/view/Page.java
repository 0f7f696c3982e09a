package io.barium.view;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing in a fixed order.
 *
 * @param items the page
 * @param next cursor of the page after this one; {@code null} on the last page
 */
public record Page<T>(List<T> items, @Nullable Long next) {

    /**
     * Makes a page of what a query for one row more than wanted returned.
     *
     * @param rows up to {@code limit + 1} items
     * @param limit items that were asked for
     * @param cursor key that orders the listing
     */
    static <T> Page<T> of(List<T> rows, int limit, ToLongFunction<T> cursor) {
        return of(rows, limit, row -> 0, 1, cursor);
    }

    /**
     * The same, ended early by an item with which the page reaches a size; one item it always has.
     *
     * @param bytes size of an item
     * @param most bytes of a page, but for its last item
     */
    static <T> Page<T> of(List<T> rows, int limit, ToLongFunction<T> bytes, long most, ToLongFunction<T> cursor) {
        int n = 0;
        for (long before = 0; n < Math.min(rows.size(), limit) && before < most; n++) {
            before += bytes.applyAsLong(rows.get(n));
        }
        if (n == rows.size()) {
            return new Page<>(rows, null);
        }
        List<T> items = List.copyOf(rows.subList(0, n));
        return new Page<>(items, cursor.applyAsLong(items.get(n - 1)));
    }
}
