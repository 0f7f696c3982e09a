package io.barium.console;

import org.jspecify.annotations.Nullable;

/**
 * What the console has to know of its surroundings.
 *
 * @param publicUrl where people reach it; {@code null} for the bound address. Cookies are {@code Secure} when it is
 *     https
 * @param demo whether the demo mailbox is shown
 */
public record ConsoleOptions(@Nullable String publicUrl, boolean demo) {

    boolean https() {
        return publicUrl != null && publicUrl.regionMatches(true, 0, "https:", 0, 6);
    }
}
