/** The journal: batching writer, hash chain, reading back. Nothing is acknowledged before it is here. */
@NullMarked
package io.barium.intake;

import org.jspecify.annotations.NullMarked;
