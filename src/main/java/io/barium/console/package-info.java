/** The web console: server-rendered pages over the same services as the API. */
@NullMarked
package io.barium.console;

import org.jspecify.annotations.NullMarked;
