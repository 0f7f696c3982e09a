/** Consumes the journal in order: matches tokens, opens and extends cases, asks for alerts. */
@NullMarked
package io.barium.casework;

import org.jspecify.annotations.NullMarked;
