/**
 * Simulated worlds, by which the verdict is judged: background noise, leaks and what follows from them, from one seed.
 */
@NullMarked
package io.barium.replay;

import org.jspecify.annotations.NullMarked;
