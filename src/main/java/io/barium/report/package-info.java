/** A case as one page for people who decide: the data, the pictures, the page. Pure; knows no database and no route. */
@NullMarked
package io.barium.report;

import org.jspecify.annotations.NullMarked;
