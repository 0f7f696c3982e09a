/** The sample support database: schema and deterministic generator. */
@NullMarked
package io.barium.seed;

import org.jspecify.annotations.NullMarked;
