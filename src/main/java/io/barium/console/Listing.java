package io.barium.console;

import io.barium.view.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list and the address of the next one.
 *
 * @param items the page
 * @param more address of the page behind it; {@code null} on the last page
 */
public record Listing<T>(List<T> items, @Nullable String more) {

    /** @param address what the cursor is appended to */
    static <V, T> Listing<T> of(Page<V> page, Function<V, T> item, String address) {
        Long next = page.next();
        return new Listing<>(page.items().stream().map(item).toList(), next == null ? null : address + next);
    }
}
