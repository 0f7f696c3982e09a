/** What the providers share: signatures, forms, MIME, authentication results, quotes. */
@NullMarked
package io.barium.provider.kit;

import org.jspecify.annotations.NullMarked;
