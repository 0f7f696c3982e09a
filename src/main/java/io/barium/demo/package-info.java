/** The demonstration: a short leak played against Barium's own endpoints. */
@NullMarked
package io.barium.demo;

import org.jspecify.annotations.NullMarked;
