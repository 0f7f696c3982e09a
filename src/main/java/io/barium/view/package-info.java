/** What API and console read: records, and the SQL that fills them, a page at a time. */
@NullMarked
package io.barium.view;

import org.jspecify.annotations.NullMarked;
