/** SPF, DKIM and DMARC of mail that comes by SMTP from strangers. */
@NullMarked
package io.barium.mail.check;

import org.jspecify.annotations.NullMarked;
