/** Settings: one record tree read from a YAML file and the environment, every fault reported at once. */
@NullMarked
package io.barium.config;

import org.jspecify.annotations.NullMarked;
