package io.barium.console;

import io.barium.console.ContactCard.Fact;
import io.barium.model.ArcClaim;
import io.barium.model.Attachment;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.Redaction;
import io.barium.model.Sms;
import io.barium.model.Visible;
import io.barium.view.ContactView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The named details of a contact; what is not known is left out. */
final class Details {
    private final List<Fact> facts = new ArrayList<>();
    private final Redaction redaction;

    private Details(Redaction redaction) {
        this.redaction = redaction;
    }

    static List<Fact> of(ContactView view, Redaction redaction) {
        Details details = new Details(redaction);
        details.add("Source", view.source() + " (" + view.provider() + ")");
        details.add("Event id", view.eventId());
        Contact contact = view.contact();
        if (contact != null && contact.occurredAt() != null) {
            details.add("Time by the sender or provider", Words.time(contact.occurredAt()));
        }
        if (contact instanceof Mail mail) {
            details.mail(mail);
        } else if (contact instanceof Call call) {
            details.call(call);
        } else if (contact instanceof Sms sms) {
            details.all("Media", sms.mediaUrls());
        }
        details.add("Raw bytes", Words.size(view.rawSize()));
        details.add("SHA-256 of the raw bytes", view.rawSha256());
        return details.facts;
    }

    private void mail(Mail mail) {
        add("Envelope sender", mail.envelopeFrom());
        all("Envelope recipient", mail.envelopeTo());
        add("From, shown name", mail.headerFromName());
        all("From", mail.headerFrom());
        all("To and Cc", mail.headerTo());
        add("Message-ID", mail.messageId());
        for (Attachment a : mail.attachments()) {
            add(
                    "Attachment",
                    a.name() + " (" + a.contentType() + ", " + Words.size(a.size()) + ", SHA-256 " + a.sha256() + ")");
        }
        add("Checked by", mail.authentication().reportedBy());
        Double score = mail.authentication().spamScore();
        add("Spam score", score == null ? null : score.toString());
        Boolean spam = mail.authentication().spam();
        add("Taken for spam", spam == null ? null : spam ? "yes" : "no");
        add("ARC, as the mail itself says, verified by nobody", arc(mail.arcClaim()));
        add("Text", mail.truncated() ? "cut at the bound; the raw source has all of it" : null);
    }

    private static @Nullable String arc(@Nullable ArcClaim claim) {
        if (claim == null) {
            return null;
        }
        String chain = claim.chain() == null
                ? ""
                : "; the newest says cv=" + claim.chain().name().toLowerCase(Locale.ROOT);
        return (claim.sets() == 1 ? "1 set" : claim.sets() + " sets") + ", sealed by "
                + String.join(", ", claim.sealers()) + chain;
    }

    private void call(Call call) {
        add("Call id", call.callId());
        add("From", call.from());
        add("To", call.to());
        add("Caller name, unverified", call.callerName());
        add("Forwarded from", call.forwardedFrom());
        add("Status", call.status());
        Integer seconds = call.durationSeconds();
        add("Length", seconds == null ? null : seconds + " s");
        add("Verification status", call.stirShaken().verstat());
        add("Recording", call.recordingUrl());
    }

    private void all(String name, List<String> values) {
        values.forEach(value -> add(name, value));
    }

    private void add(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            facts.add(new Fact(name, Visible.line(redaction.apply(value))));
        }
    }
}
