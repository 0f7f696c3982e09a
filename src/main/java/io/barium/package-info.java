/** Barium: the command line and all wiring. */
@NullMarked
package io.barium;

import org.jspecify.annotations.NullMarked;
