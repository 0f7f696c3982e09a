/** Commands that measure: each prints its figures beside a yardstick taken in the same run. */
@NullMarked
package io.barium.bench;

import org.jspecify.annotations.NullMarked;
