/** The direct SMTP listener: one more way in, the same contact out. */
@NullMarked
package io.barium.mail;

import org.jspecify.annotations.NullMarked;
