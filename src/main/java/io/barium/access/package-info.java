/** Who may come in: operators of the console and API keys. */
@NullMarked
package io.barium.access;

import org.jspecify.annotations.NullMarked;
