package io.barium.demo;

import io.barium.provider.kit.MimeReader;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The SOC's mailbox, read as it fills. */
final class Inbox {
    private final Pool pool;
    private long read;
    private String lastKind = "";
    private int alike;

    Inbox(Pool pool) {
        this.pool = pool;
        this.read = pool.query("select coalesce(max(id), 0) as n from demo_mail")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    /** A mail. */
    record Letter(String to, String subject) {}

    /** What came since the last look and says something else than the mail before it; the rest is counted. */
    List<Letter> news() {
        List<Letter> out = new ArrayList<>();
        for (Row r : pool.preparedQuery("select id, rcpt_to, raw from demo_mail where id > $1 order by id")
                .execute(Tuple.of(read))
                .await()) {
            read = r.getLong("id");
            String subject = MimeReader.headers(r.getBuffer("raw").getBytes()).subject();
            String kind = subject.replaceAll("further contact.*", "further").replaceAll("[0-9]+", "0");
            if (kind.equals(lastKind)) {
                alike++;
            } else {
                out.add(new Letter(r.getString("rcpt_to"), subject));
            }
            lastKind = kind;
        }
        return out;
    }

    /** How many like the one before it came since this was last asked. */
    int alike() {
        int n = alike;
        alike = 0;
        return n;
    }
}
