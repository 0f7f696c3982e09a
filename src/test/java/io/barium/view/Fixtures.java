package io.barium.view;

import io.barium.intake.ContactJson;
import io.barium.model.ArcClaim;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.DisguisedLink;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.MatchedAs;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.Standing;
import io.barium.model.StirShaken;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/** Rows as the other parts of Barium write them, put there by plain SQL. */
public final class Fixtures {
    public static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final UUID CHAIN = UUID.fromString("11111111-2222-3333-4444-555555555555");

    private final Pool pool;
    private long position;

    public Fixtures(Pool pool) {
        this.pool = pool;
    }

    /** A journal row; {@code unreadable} where there is no contact. */
    public long journal(@Nullable Contact contact, String eventId, byte[] raw) {
        return journal(contact, eventId, raw, new JsonObject());
    }

    /** The same, with how it came. */
    public long journal(@Nullable Contact contact, String eventId, byte[] raw, JsonObject transport) {
        String callId = contact instanceof Call call ? call.callId() : null;
        Channel channel = contact == null ? Channel.MAIL : contact.channel();
        Tuple values = Tuple.tuple()
                .addUUID(CHAIN)
                .addLong(position++)
                .addString(eventId)
                .addString(channel.name())
                .addString(callId)
                .addOffsetDateTime(NOW.plusSeconds(position).atOffset(ZoneOffset.UTC))
                .addString(contact == null ? null : ContactJson.write(contact))
                .addString(contact == null ? "no MIME header found" : null)
                .addBuffer(Buffer.buffer(deflate(raw)))
                .addInteger(raw.length)
                .addBuffer(Buffer.buffer(sha256(raw)))
                .addString(transport.encode());
        return insert("""
                insert into journal (chain, position, source, provider, event_id, channel, thread, received_at, contact,
                    unreadable, transport, raw, raw_size, raw_sha256, hash)
                values ($1, $2, 'desk', 'generic', $3, $4, $5, $6, $7, $8, $12, $9, $10, $11, '')
                returning seq
                """, values);
    }

    public long journal(Contact contact) {
        return journal(contact, contact.eventId(), ("raw of " + contact.eventId()).getBytes(StandardCharsets.UTF_8));
    }

    public void sighting(long seq, long contactSeq, Standing standing, @Nullable Long caseId) {
        run(
                "insert into sighting (seq, contact_seq, standing, why, case_id) values ($1, $2, $3, $4, $5)",
                Tuple.of(seq, contactSeq, standing.name(), "because of the test", caseId));
        if (seq == contactSeq) {
            run("""
                    insert into standing_count as c (standing, contacts) values ($1, 1)
                    on conflict (standing) do update set contacts = c.contacts + 1
                    """, Tuple.of(standing.name()));
        }
    }

    public void match(long seq, long token, MatchedAs as) {
        run(
                "insert into sighting_token (seq, token_id, matched_as) values ($1, $2, $3)",
                Tuple.of(seq, token, as.name()));
    }

    /** An open case. */
    public long openCase(long firstSeq, int contacts) {
        return insert("""
                insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)
                values ('OPEN', $1, $1, $2, $3) returning id
                """, Tuple.of(NOW.atOffset(ZoneOffset.UTC), firstSeq, contacts));
    }

    /** A closed case. */
    public long closedCase(long firstSeq) {
        return insert("""
                insert into support_case (state, opened_at, last_contact_at, first_seq, contacts, closed_at)
                values ('CLOSED', $1, $1, $2, 1, $1) returning id
                """, Tuple.of(NOW.atOffset(ZoneOffset.UTC), firstSeq));
    }

    public long stratum(String kind, String name) {
        return insert("insert into stratum (kind, name, seed) values ($1, $2, 7) returning id", Tuple.of(kind, name));
    }

    /** A persona that stands planted. */
    public long persona(String given, String family) {
        long id = insert("""
                insert into persona (locale, given_name, family_name, details, created_at)
                values ('en-US', $1, $2, '{}', $3) returning id
                """, Tuple.of(given, family, NOW.atOffset(ZoneOffset.UTC)));
        run(
                """
                insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                values ($1, 'helpdesk', 'DONE', $2, '4711', $3, $4, $4)
                """,
                Tuple.of(
                        id,
                        CHAIN,
                        new JsonObject().put("queue", "billing").put("region", "EU"),
                        NOW.atOffset(ZoneOffset.UTC)));
        return id;
    }

    /** A token; planted when it has a persona, else a control. */
    public long token(String kind, String value, long stratum, @Nullable Long persona) {
        return insert(
                """
                insert into token (kind, value, role, stratum_id, persona_id, created_at)
                values ($1, $2, $3, $4, $5, $6) returning id
                """,
                Tuple.of(
                        kind,
                        value,
                        persona == null ? "CONTROL" : "PLANTED",
                        stratum,
                        persona,
                        NOW.atOffset(ZoneOffset.UTC)));
    }

    /** A verdict as casework stores it. */
    public void verdict(Verdict verdict) {
        run(
                """
                insert into verdict (case_id, seq, at, level, log_e, posterior, document)
                values ($1, $2, $3, $4, $5, $6, $7)
                """,
                Tuple.of(
                        verdict.caseId(),
                        verdict.basis().seq(),
                        verdict.basis().at().atOffset(ZoneOffset.UTC),
                        verdict.level().name(),
                        verdict.strength().logE(),
                        verdict.strength().posterior(),
                        VerdictJson.write(verdict)));
    }

    public long demoMail(String raw) {
        return insert("""
                insert into demo_mail (received_at, mail_from, rcpt_to, raw)
                values ($1, 'barium@barium.example', 'soc@barium.example', $2) returning id
                """, Tuple.of(NOW.atOffset(ZoneOffset.UTC), Buffer.buffer(raw)));
    }

    public void run(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await();
    }

    /** Rows of a query, each as JSON. */
    public List<JsonObject> rows(String sql) {
        List<JsonObject> rows = new java.util.ArrayList<>();
        pool.query(sql).execute().await().forEach(row -> rows.add(row.toJson()));
        return rows;
    }

    private long insert(String sql, Tuple values) {
        Row row = pool.preparedQuery(sql).execute(values).await().iterator().next();
        return row.getLong(0);
    }

    public static Mail mail(String eventId, String to, String subject, String text) {
        MailAuthentication checked = new MailAuthentication(
                AuthResult.PASS,
                "bulk.example",
                AuthResult.FAIL,
                List.of("bulk.example"),
                AuthResult.FAIL,
                AuthResult.FAIL,
                "mailgun",
                4.5,
                true);
        return new Mail(
                eventId,
                NOW,
                "collector@bulk.example",
                List.of(to),
                List.of("collector@bulk.example"),
                "Billing Desk",
                List.of(to),
                eventId + "@bulk.example",
                subject,
                text,
                false,
                List.of(new io.barium.model.Attachment("invoice.pdf", "application/pdf", 1200, "ab".repeat(32))),
                checked,
                new Quotes(
                        List.of("https://pay.bulk.example/now"),
                        List.of(),
                        List.of("+12025550123"),
                        List.of(),
                        List.of(new DisguisedLink("www.bank.example", "https://pay.bulk.example/now"))),
                new ArcClaim(2, List.of("lists.example", "bulk.example"), AuthResult.PASS));
    }

    public static Call call(
            String eventId, String callId, CallStage stage, String to, @Nullable String name, String text) {
        return new Call(
                eventId,
                NOW,
                callId,
                stage,
                "+14155550100",
                stage == CallStage.INCOMING ? to : null,
                name,
                null,
                new StirShaken(StirShaken.Verification.PASSED, StirShaken.Attestation.C, "TN-Validation-Passed-C"),
                "in-progress",
                stage == CallStage.TRANSCRIPTION ? 23 : null,
                null,
                text,
                Quotes.NONE);
    }

    public static Sms sms(String eventId, String to, String text) {
        return new Sms(eventId, NOW, "+14155550101", to, text, List.of(), Quotes.NONE);
    }

    private static byte[] deflate(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            deflater.write(raw);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] sha256(byte[] raw) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(raw);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
