/** Connection pool, migrations, the embedded PostgreSQL. */
@NullMarked
package io.barium.db;

import org.jspecify.annotations.NullMarked;
