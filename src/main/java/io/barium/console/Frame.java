package io.barium.console;

import org.jspecify.annotations.Nullable;

/**
 * What every page has around its content.
 *
 * @param title of the page
 * @param operator who is signed in; {@code null} for nobody
 * @param formToken to be sent with every form
 * @param section of the navigation that the page belongs to
 * @param demo whether the demo mailbox is shown
 * @param assets URLs of stylesheets and logo
 */
public record Frame(
        String title, @Nullable String operator, String formToken, String section, boolean demo, Assets assets) {}
