/**
 * Work that is done one piece at a time, when somebody says so and now and then anyway; and how long to wait after
 * trouble.
 */
@NullMarked
package io.barium.loop;

import org.jspecify.annotations.NullMarked;
