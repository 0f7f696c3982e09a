/**
 * What providers' requests point to: fetched from where the provider allows, and from nowhere within our own network.
 */
@NullMarked
package io.barium.fetch;

import org.jspecify.annotations.NullMarked;
