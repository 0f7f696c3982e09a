/**
 * Which contacts are one actor's, and what is known of him. Records in, records out: no I/O, no clock, no randomness.
 * It never sees a token, its role or a contact's standing, because the evidence that rests on campaigns is only valid
 * where they were formed without knowing which of our identifiers are planted. For the same reason who was reached
 * joins nothing; recipients are only looked at to leave out what a sender copied from them.
 */
@NullMarked
package io.barium.campaign;

import org.jspecify.annotations.NullMarked;
