/** The REST API. */
@NullMarked
package io.barium.api;

import org.jspecify.annotations.NullMarked;
