package io.barium.api;

import io.barium.model.ArcClaim;
import io.barium.model.Attachment;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.view.ContactView;
import io.barium.view.Match;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contact as the API shows it: one flat object, whatever its channel; what a channel does not have is absent. */
final class ContactDocument {
    private static final int MAX_YEAR = 9_999;

    private ContactDocument() {}

    static JsonObject of(ContactView view) {
        Contact contact = view.contact();
        JsonObject doc = new JsonObject()
                .put("id", view.id())
                .put("contactId", view.contactId())
                .put("source", view.source())
                .put("provider", view.provider())
                .put("eventId", view.eventId())
                .put("channel", view.channel().name())
                .put("receivedAt", time(view.receivedAt()))
                .put("unreadable", view.unreadable())
                .put("callId", contact instanceof Call call ? call.callId() : null)
                .put(
                        "standing",
                        view.standing() == null ? null : view.standing().name())
                .put("why", view.why())
                .put("caseId", view.caseId())
                .put("rawSize", view.rawSize())
                .put("rawSha256", view.rawSha256());
        if (contact != null) {
            common(doc, contact);
        }
        if (contact instanceof Mail mail) {
            mail(doc, mail);
        } else if (contact instanceof Call call) {
            call(doc, call);
        } else if (contact instanceof Sms sms) {
            doc.put("from", sms.from()).put("to", sms.to()).put("mediaUrls", new JsonArray(sms.mediaUrls()));
        }
        return doc.put(
                        "matches",
                        array(view.matches().stream()
                                .map(ContactDocument::match)
                                .toList()))
                .put(
                        "additions",
                        array(view.additions().stream().map(ContactDocument::of).toList()))
                .put("additionCount", view.additionCount())
                .put("additionsNext", Documents.cursor(view.additionsNext()));
    }

    private static void common(JsonObject doc, Contact contact) {
        Quotes quotes = contact.quotes();
        doc.put("occurredAt", time(contact.occurredAt()))
                .put("sender", contact.sender())
                .put("recipients", new JsonArray(contact.recipients()))
                .put("text", contact.text())
                .put("links", new JsonArray(quotes.links()))
                .put("mailAddresses", new JsonArray(quotes.mailAddresses()))
                .put("phoneNumbers", new JsonArray(quotes.phoneNumbers()))
                .put("ticketNumbers", new JsonArray(quotes.ticketNumbers()))
                .put(
                        "disguisedLinks",
                        array(quotes.disguised().stream()
                                .map(d ->
                                        new JsonObject().put("shown", d.shown()).put("target", d.target()))
                                .toList()));
    }

    private static void mail(JsonObject doc, Mail mail) {
        doc.put("envelopeFrom", mail.envelopeFrom())
                .put("envelopeTo", new JsonArray(mail.envelopeTo()))
                .put("headerFrom", new JsonArray(mail.headerFrom()))
                .put("headerFromName", mail.headerFromName())
                .put("headerTo", new JsonArray(mail.headerTo()))
                .put("messageId", mail.messageId())
                .put("subject", mail.subject())
                .put("truncated", mail.truncated())
                .put(
                        "attachments",
                        array(mail.attachments().stream()
                                .map(ContactDocument::attachment)
                                .toList()))
                .put("authentication", authentication(mail.authentication()))
                .put("arcClaim", arcClaim(mail.arcClaim()));
    }

    private static void call(JsonObject doc, Call call) {
        StirShaken shaken = call.stirShaken();
        doc.put("stage", call.stage().name())
                .put("from", call.from())
                .put("to", call.to())
                .put("callerName", call.callerName())
                .put("forwardedFrom", call.forwardedFrom())
                .put("status", call.status())
                .put("durationSeconds", call.durationSeconds())
                .put("recordingUrl", call.recordingUrl())
                .put(
                        "stirShaken",
                        new JsonObject()
                                .put("verification", shaken.verification().name())
                                .put(
                                        "attestation",
                                        shaken.attestation() == null
                                                ? null
                                                : shaken.attestation().name())
                                .put("verstat", shaken.verstat()));
    }

    private static JsonObject authentication(MailAuthentication a) {
        return new JsonObject()
                .put("spf", a.spf().name())
                .put("spfDomain", a.spfDomain())
                .put("dkim", a.dkim().name())
                .put("dkimDomains", new JsonArray(a.dkimDomains()))
                .put("dmarc", a.dmarc().name())
                .put("arc", a.arc().name())
                .put("reportedBy", a.reportedBy())
                .put("spamScore", a.spamScore())
                .put("spam", a.spam());
    }

    private static @Nullable JsonObject arcClaim(@Nullable ArcClaim claim) {
        return claim == null
                ? null
                : new JsonObject()
                        .put("sets", claim.sets())
                        .put("sealers", new JsonArray(claim.sealers()))
                        .put(
                                "chain",
                                claim.chain() == null ? null : claim.chain().name());
    }

    private static JsonObject attachment(Attachment a) {
        return new JsonObject()
                .put("name", a.name())
                .put("contentType", a.contentType())
                .put("size", a.size())
                .put("sha256", a.sha256());
    }

    private static JsonObject match(Match match) {
        return new JsonObject()
                .put("tokenId", match.tokenId())
                .put("kind", match.kind().name())
                .put("role", match.role().name())
                .put("matchedAs", match.matchedAs().name())
                .put("value", match.value());
    }

    /** RFC 3339 in UTC; a time that RFC 3339 cannot say, as only a forged Date header has it, is none. */
    static @Nullable String time(@Nullable Instant at) {
        if (at == null) {
            return null;
        }
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        return year < 0 || year > MAX_YEAR ? null : at.toString();
    }

    static JsonArray array(List<JsonObject> items) {
        return new JsonArray(items);
    }
}
