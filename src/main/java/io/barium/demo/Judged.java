package io.barium.demo;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.Locale;

/** What casework made of the newest contact. */
final class Judged {
    private Judged() {}

    /**
     * In words.
     *
     * @param label whether it is noise or a contact of a case
     */
    record Word(String label, String outcome) {}

    static Word newest(Pool pool) {
        Row row = pool.query("select standing, why, case_id from sighting order by seq desc limit 1")
                .execute()
                .await()
                .iterator()
                .next();
        Long caseId = row.getLong("case_id");
        String outcome = row.getString("standing").toLowerCase(Locale.ROOT).replace('_', ' ') + " ("
                + row.getString("why") + ")" + (caseId == null ? "" : ", case " + caseId);
        return new Word(caseId == null ? "noise" : "contact", outcome);
    }
}
