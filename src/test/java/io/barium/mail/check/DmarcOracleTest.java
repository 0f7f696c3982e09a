package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.mail.check.DkimCheck.Dkim;
import io.barium.mail.check.SpfCheck.Spf;
import io.barium.model.AuthResult;
import io.barium.oracle.PythonMail;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Debian's authheaders and ours have to agree on what is aligned with whom. */
class DmarcOracleTest {
    private static final int ROUNDS = 1_000;
    private static final List<String> DOMAINS = List.of(
            "bank.com",
            "mail.bank.com",
            "a.b.bank.com",
            "bank.co.uk",
            "www.bank.co.uk",
            "other.co.uk",
            "co.uk",
            "evilbank.com");
    private static final List<String> RECORDS = List.of(
            "v=DMARC1; p=none",
            "v=DMARC1; p=reject; adkim=s; aspf=s",
            "v=DMARC1;p=quarantine;adkim=r;aspf=s;pct=10",
            "v=DMARC1; p=reject; sp=none; adkim=s; rua=mailto:d@bank.com",
            "v=DMARC2; p=reject",
            "v=spf1 -all");

    private final Random random = new Random(20261126);

    @Test
    void alignment_is_judged_alike() throws Exception {
        assumeTrue(PythonMail.installed(), PythonMail.MISSING);
        Map<AuthResult, Integer> seen = new EnumMap<>(AuthResult.class);
        try (PythonMail python = new PythonMail()) {
            for (int round = 0; round < ROUNDS; round++) {
                Zone zone = new Zone();
                Map<String, Object> records = new HashMap<>();
                for (String domain : DOMAINS) {
                    if (random.nextBoolean()) {
                        String text = pick(RECORDS);
                        zone.with(Dns.Type.TXT, "_dmarc." + domain, text);
                        records.put("_dmarc." + domain, text);
                    }
                }
                Spf spf = new Spf(random.nextBoolean() ? AuthResult.PASS : AuthResult.FAIL, pick(DOMAINS));
                boolean signed = random.nextBoolean();
                String signer = pick(DOMAINS);
                String from = pick(DOMAINS);
                JsonObject question = new JsonObject()
                        .put("records", new JsonObject(records))
                        .put("from", from)
                        .put("spf", spf.result().name().toLowerCase(Locale.ROOT))
                        .put("spfDomain", spf.domain())
                        .put("dkim", signed ? "pass" : "fail")
                        .put("dkimDomain", signer);
                AuthResult ours = DmarcCheck.check(
                        new Questions(zone, System.nanoTime() + 5_000_000_000L),
                        List.of("ann@" + from),
                        spf,
                        new Dkim(signed ? AuthResult.PASS : AuthResult.FAIL, signed ? List.of(signer) : List.of()));
                assertThat(ours.name())
                        .as("%d: %s", round, question)
                        .isEqualToIgnoringCase(python.ask("dmarc", question).getString("result"));
                seen.merge(ours, 1, Integer::sum);
            }
        }
        assertThat(seen).containsOnlyKeys(AuthResult.PASS, AuthResult.FAIL, AuthResult.NONE);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
