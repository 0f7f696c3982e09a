/** The table, the workers and the back-off behind every message that leaves. Knows no alert. */
@NullMarked
package io.barium.outbox;

import org.jspecify.annotations.NullMarked;
