/** Who could see or take out which planted row when, and the names behind pseudonyms. */
@NullMarked
package io.barium.exposure;

import org.jspecify.annotations.NullMarked;
