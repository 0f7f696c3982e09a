/** What is concluded on a case, from which facts, and in which words. Knows the mathematics; no I/O, no clock. */
@NullMarked
package io.barium.verdict;

import org.jspecify.annotations.NullMarked;
