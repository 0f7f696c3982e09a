/** The table and the workers behind every message that leaves. Knows no alert. */
@NullMarked
package io.barium.outbox;

import org.jspecify.annotations.NullMarked;
