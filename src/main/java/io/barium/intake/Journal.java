package io.barium.intake;

import io.vertx.core.Future;

/** The append-only record of contacts. */
public interface Journal {

    /**
     * Appends an entry.
     *
     * @return completes after the commit; fails when the journal cannot commit now, and then nothing may be
     *     acknowledged
     */
    Future<Receipt> append(Entry entry);
}
