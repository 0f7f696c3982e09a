/** The words of the system as records and sealed interfaces. Depends on the JDK alone. */
@NullMarked
package io.barium.model;

import org.jspecify.annotations.NullMarked;
