/** Work that is done one piece at a time, when somebody says so and now and then anyway. */
@NullMarked
package io.barium.loop;

import org.jspecify.annotations.NullMarked;
