/** Whether, why and to whom: the texts of the alerts, and the mail sender. */
@NullMarked
package io.barium.alert;

import org.jspecify.annotations.NullMarked;
