package io.barium.console;

import io.barium.console.ContactCard.Check;
import io.barium.console.ContactCard.Fact;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import io.barium.model.Redaction;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.model.Visible;
import io.barium.view.ContactView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the {@link ContactCard} of a contact. */
final class Cards {
    private static final int EXCERPT_CHARS = 600;

    private Cards() {}

    /** A card for lists and timelines: our identifiers masked, the text cut. */
    static ContactCard masked(ContactView view) {
        return card(
                view,
                Redaction.of(view.allMatches().stream()
                        .map(m -> new Redaction.Identifier(m.kind(), m.value()))
                        .toList()),
                EXCERPT_CHARS);
    }

    /** A card that shows everything; showing it is a look to be audited. */
    static ContactCard whole(ContactView view) {
        return card(view, Redaction.NONE, Integer.MAX_VALUE);
    }

    private static ContactCard card(ContactView view, Redaction redaction, int textChars) {
        Contact contact = view.contact();
        String sender = contact == null ? null : contact.sender();
        return new ContactCard(
                view.id(),
                view.contactId(),
                view.channel(),
                view.receivedAt(),
                Visible.line(redaction.apply(title(view))),
                contact == null
                        ? "unknown sender"
                        : sender == null ? "withheld" : Visible.line(redaction.apply(sender)),
                contact == null ? List.of() : lines(contact.recipients(), redaction),
                Visible.text(cut(redaction.apply(contact == null ? "" : contact.text()), textChars)),
                view.standing(),
                Visible.line(view.why() == null ? "casework has not come to it yet" : redaction.apply(view.why())),
                view.caseId(),
                view.matches(),
                contact == null ? List.of() : checks(contact),
                contact == null ? List.of() : quoted(contact.quotes(), redaction),
                Details.of(view, redaction),
                view.additions().stream()
                        .map(a -> card(a, redaction, textChars))
                        .toList(),
                view.additionCount());
    }

    private static String title(ContactView view) {
        Contact contact = view.contact();
        if (contact instanceof Mail mail) {
            return mail.subject().isBlank() ? "(no subject)" : mail.subject();
        }
        if (contact instanceof Call call) {
            return title(call);
        }
        if (contact instanceof Sms) {
            return "Text message";
        }
        return "Could not be read: " + view.unreadable();
    }

    private static String title(Call call) {
        return switch (call.stage()) {
            case INCOMING -> call.callerName() == null ? "Call" : "Call, shown as " + call.callerName();
            case STATUS -> "Status" + (call.status() == null ? "" : ": " + call.status()) + length(call);
            case RECORDING -> "Recording" + length(call);
            case TRANSCRIPTION -> "Transcription";
        };
    }

    private static String length(Call call) {
        return call.durationSeconds() == null ? "" : ", " + call.durationSeconds() + " s";
    }

    private static List<Check> checks(Contact contact) {
        List<Check> checks = new ArrayList<>();
        if (contact instanceof Mail mail && mail.authentication().reportedBy() != null) {
            MailAuthentication a = mail.authentication();
            checks.add(check("SPF", a.spf(), a.spfDomain()));
            checks.add(check("DKIM", a.dkim(), String.join(", ", a.dkimDomains())));
            checks.add(check("DMARC", a.dmarc(), null));
            if (a.arc() != AuthResult.NONE) {
                checks.add(check("ARC", a.arc(), null));
            }
        } else if (contact instanceof Mail) {
            checks.add(new Check("SPF, DKIM, DMARC", "nobody trusted has checked", "quiet"));
        } else if (contact instanceof Call call && call.stage() == io.barium.model.CallStage.INCOMING) {
            checks.add(check(call.stirShaken()));
        }
        return checks;
    }

    private static Check check(String name, AuthResult result, @Nullable String domain) {
        String tone = switch (result) {
            case PASS -> "good";
            case FAIL, SOFTFAIL, PERMERROR -> "bad";
            case NONE, NEUTRAL, POLICY, TEMPERROR -> "quiet";
        };
        String who = domain == null || domain.isEmpty() ? "" : " " + Visible.line(domain);
        return new Check(name, result.name().toLowerCase(Locale.ROOT) + who, tone);
    }

    private static Check check(StirShaken shaken) {
        String level = shaken.attestation() == null
                ? ""
                : ", attestation " + shaken.attestation().name();
        return switch (shaken.verification()) {
            case PASSED -> new Check("STIR/SHAKEN", "passed" + level, "good");
            case FAILED -> new Check("STIR/SHAKEN", "failed" + level, "bad");
            case NONE -> new Check("STIR/SHAKEN", "not reported", "quiet");
        };
    }

    private static List<Fact> quoted(Quotes quotes, Redaction redaction) {
        List<Fact> facts = new ArrayList<>();
        quotes.links().forEach(q -> facts.add(new Fact("Link", Visible.line(redaction.apply(q)))));
        quotes.disguised()
                .forEach(d -> facts.add(new Fact(
                        "Link that shows another address",
                        Visible.line(redaction.apply(d.shown() + " \u2192 " + d.target())))));
        quotes.mailAddresses().forEach(q -> facts.add(new Fact("Mail address", Visible.line(redaction.apply(q)))));
        quotes.phoneNumbers().forEach(q -> facts.add(new Fact("Phone number", Visible.line(redaction.apply(q)))));
        quotes.ticketNumbers().forEach(q -> facts.add(new Fact("Ticket number", Visible.line(redaction.apply(q)))));
        return facts;
    }

    private static List<String> lines(List<String> values, Redaction redaction) {
        return values.stream().map(v -> Visible.line(redaction.apply(v))).toList();
    }

    private static String cut(String text, int chars) {
        if (text.length() <= chars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
        return text.substring(0, end) + " \u2026";
    }
}
