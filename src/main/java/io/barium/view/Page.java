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
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, cursor.applyAsLong(items.get(limit - 1)));
    }
}
