/** Simulated worlds played against a running service: signed hooks over HTTP, on a clock of their own. */
@NullMarked
package io.barium.replay.live;

import org.jspecify.annotations.NullMarked;
