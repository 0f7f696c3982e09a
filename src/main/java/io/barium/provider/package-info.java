/** One file a provider: authenticate and read, pure, no I/O. */
@NullMarked
package io.barium.provider;

import org.jspecify.annotations.NullMarked;
