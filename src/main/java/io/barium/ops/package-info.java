/** Health, metrics and the first-start secrets. */
@NullMarked
package io.barium.ops;

import org.jspecify.annotations.NullMarked;
