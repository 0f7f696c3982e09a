/** Raw bytes in, status code out: the HTTP endpoint that providers call. */
@NullMarked
package io.barium.hook;

import org.jspecify.annotations.NullMarked;
