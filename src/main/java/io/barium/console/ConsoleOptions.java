package io.barium.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the console has to know of its surroundings.
 *
 * @param publicUrl where people reach it; {@code null} for the bound address. Cookies are {@code Secure} when it is
 *     https
 * @param demo whether the demo mailbox is shown
 * @param brands names under which the company is known
 */
public record ConsoleOptions(@Nullable String publicUrl, boolean demo, List<String> brands) {

    /** Without names of the company. */
    public ConsoleOptions(@Nullable String publicUrl, boolean demo) {
        this(publicUrl, demo, List.of());
    }

    boolean https() {
        return publicUrl != null && publicUrl.regionMatches(true, 0, "https:", 0, 6);
    }
}
