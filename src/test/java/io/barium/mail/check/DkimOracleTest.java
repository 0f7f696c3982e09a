package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.mail.check.DkimCheck.Dkim;
import io.barium.model.AuthResult;
import io.barium.oracle.PythonMail;
import io.barium.provider.kit.MimeReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What Debian's dkimpy signs has to pass here, and what it refuses has to fail, over odd and altered mail. */
class DkimOracleTest {
    private static final int ROUNDS = 250;
    private static final List<String> WAYS = List.of("simple", "relaxed");

    private final Random random = new Random(20261126);
    private final KeyPair key = Keys.rsa(1_024);
    private final Zone zone = new Zone()
            .with(Dns.Type.TXT, "s._domainkey.one.example", Keys.published(key))
            .with(Dns.Type.TXT, "s._domainkey.two.example", Keys.published(key));

    @Test
    void signatures_are_judged_alike() throws Exception {
        assumeTrue(PythonMail.installed(), PythonMail.MISSING);
        JsonObject records = new JsonObject()
                .put("s._domainkey.one.example", Keys.published(key))
                .put("s._domainkey.two.example", Keys.published(key));
        int passed = 0;
        int failed = 0;
        try (PythonMail python = new PythonMail()) {
            for (int round = 0; round < ROUNDS; round++) {
                String mail = sign(python, "one.example", mail());
                mail = random.nextBoolean() ? sign(python, "two.example", mail) : mail;
                mail = altered(mail);
                List<String> signers = signers(mail);
                JsonArray theirs = python.ask(
                                "dkim_verify",
                                new JsonObject()
                                        .put("message", base64(mail))
                                        .put("signatures", signers.size())
                                        .put("records", records))
                        .getJsonArray("passed");
                Dkim ours = check(mail);
                for (int i = 0; i < signers.size(); i++) {
                    assertThat(ours.domains().contains(signers.get(i)))
                            .as("round %d, signature %d: %s", round, i, base64(mail))
                            .isEqualTo(theirs.getBoolean(i));
                    passed += theirs.getBoolean(i) ? 1 : 0;
                    failed += theirs.getBoolean(i) ? 0 : 1;
                }
            }
        }
        assertThat(passed).isGreaterThan(ROUNDS / 3);
        assertThat(failed).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void a_subject_above_the_signed_one_does_not_pass_here() throws Exception {
        assumeTrue(PythonMail.installed(), PythonMail.MISSING);
        try (PythonMail python = new PythonMail()) {
            String mail = "From: ann@one.example\r\nSubject: lunch\r\nTo: bob@ours.example\r\n\r\nAt noon.\r\n";
            String signed = sign(python, "one.example", mail, JsonArray.of("from", "subject", "to"));
            assertThat(check(signed)).isEqualTo(new Dkim(AuthResult.PASS, List.of("one.example")));
            for (String above : List.of("Subject: Pay at once\r\n", "To: eve@ours.example\r\n")) {
                assertThat(check(above + signed)).as(above).isEqualTo(new Dkim(AuthResult.POLICY, List.of()));
            }
        }
    }

    private Dkim check(String mail) {
        byte[] raw = mail.getBytes(StandardCharsets.ISO_8859_1);
        return DkimCheck.check(new Questions(zone, System.nanoTime() + 5_000_000_000L), MimeReader.headers(raw), raw);
    }

    private String sign(PythonMail python, String domain, String mail) throws Exception {
        JsonArray names = JsonArray.of("from", "subject", "x-odd", "x-odd", "x-missing", "from");
        return sign(python, domain, mail, random.nextBoolean() ? names : new JsonArray());
    }

    private String sign(PythonMail python, String domain, String mail, JsonArray names) throws Exception {
        JsonObject question = new JsonObject()
                .put("message", base64(mail))
                .put("selector", "s")
                .put("domain", domain)
                .put("key", Keys.pem(key))
                .put("headers", pick(WAYS))
                .put("body", pick(WAYS))
                .put("include", names);
        byte[] field =
                Base64.getDecoder().decode(python.ask("dkim_sign", question).getString("header"));
        return new String(field, StandardCharsets.ISO_8859_1) + mail;
    }

    private static List<String> signers(String mail) {
        List<String> out = new ArrayList<>();
        for (String field : mail.substring(0, mail.indexOf("\r\n\r\n")).split("\r\n(?![ \t])", -1)) {
            if (field.startsWith("DKIM-Signature")) {
                out.add(field.contains("one.example") ? "one.example" : "two.example");
            }
        }
        return out;
    }

    private String mail() {
        List<String> fields = new ArrayList<>(List.of(
                "From: Ann" + blanks() + "<ann@one.example>",
                "SUBJECT:" + blanks() + text(),
                "To:" + blanks() + "bob@ours.example," + fold() + "eve@ours.example",
                "X-Odd: " + text() + fold() + text(),
                "x-odd:" + text() + blanks(),
                "Date: Mon, 23 Nov 2026 12:00:00 +0000"));
        Collections.shuffle(fields, random);
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            body.append(pick(List.of("", " ", "\t", "word  two ", " lead", text(), text() + "\t \t", ".")))
                    .append("\r\n");
        }
        String end = pick(List.of("", "", "\r\n", "\r\n\r\n \r\n", "last\r\n", "  \r\n"));
        return String.join("\r\n", fields) + "\r\n\r\n" + body + end;
    }

    /** Changes that one way of preparing a mail forgives and the other does not, and such that none does. */
    private String altered(String mail) {
        return switch (random.nextInt(9)) {
            case 0 -> mail + "\r\n\r\n";
            case 1 -> mail + "more\r\n";
            case 2 -> mail.replace("word  two ", "word two");
            case 3 -> mail.replace("X-Odd: ", "X-ODD:  \t");
            case 4 -> mail.replace("SUBJECT", "Subject");
            case 5 -> mail.replace("ann@one", "eve@one");
            case 6 -> "X-Odd: above\r\n" + mail;
            default -> mail;
        };
    }

    private String blanks() {
        return pick(List.of(" ", "  ", "\t", " \t "));
    }

    private String fold() {
        return pick(List.of(" ", "\r\n ", "\r\n\t  ", " \r\n "));
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            out.append(pick(List.of("a", "Z", "9", "=", ";", ":", " ", "  ", "b=", "\u00e9", "\u00ff", "\"")));
        }
        return out.append('x').toString();
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static String base64(String mail) {
        return Base64.getEncoder().encodeToString(mail.getBytes(StandardCharsets.ISO_8859_1));
    }
}
