package io.barium.demo;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Who appears in the demo's story, taken from the registry.
 *
 * @param victims planted personas whose data the insider sold
 * @param controlNumber a line that is watched and was never given to anybody
 * @param domain one of our mail domains
 */
record Cast(List<Victim> victims, String controlNumber, String domain) {
    private static final String PERSONAS = """
            select p.given_name, p.family_name,
                   min(t.value) filter (where t.kind = 'EMAIL') as email,
                   min(t.value) filter (where t.kind = 'PHONE') as phone,
                   min(t.value) filter (where t.kind = 'TICKET') as ticket
            from persona p join token t on t.persona_id = p.id join planting l on l.persona_id = p.id
            where l.state = 'DONE'
            group by p.id having count(distinct t.kind) = 3 order by random() limit 3
            """;

    /**
     * A persona that somebody outside will contact.
     *
     * @param name given and family name
     */
    record Victim(String name, String email, String phone, String ticket) {}

    static Cast choose(Pool pool, String domain) {
        List<Victim> victims = new ArrayList<>();
        for (Row r : pool.query(PERSONAS).execute().await()) {
            victims.add(new Victim(
                    r.getString("given_name") + " " + r.getString("family_name"),
                    r.getString("email"),
                    r.getString("phone"),
                    r.getString("ticket")));
        }
        String control = pool.query(
                        "select value from token where kind = 'PHONE' and role = 'CONTROL' order by random() limit 1")
                .execute()
                .await()
                .iterator()
                .next()
                .getString("value");
        return new Cast(victims, control, domain);
    }
}
