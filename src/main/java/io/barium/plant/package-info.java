/** Allocation over strata, planting and reconciling; one file a support system. */
@NullMarked
package io.barium.plant;

import org.jspecify.annotations.NullMarked;
