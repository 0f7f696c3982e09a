/** Invented customers that look like the real ones. */
@NullMarked
package io.barium.persona;

import org.jspecify.annotations.NullMarked;
