package io.barium.alert;

import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Mask;
import io.barium.model.Redaction;
import io.barium.model.StirShaken;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A contact in the words of an alert: label and value, in the order in which they are read. Values may hold the
 * sender's text.
 */
final class Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String CANARY = "Canary";
    private static final int EXCERPT = 400;
    /** What mail programs make a link of, up to the next blank. */
    private static final Pattern LINK =
            Pattern.compile("(?:https?://|ftp://|(?<![\\p{L}\\p{N}])www\\.)\\S*", Pattern.CASE_INSENSITIVE);

    private Wording() {}

    static String time(Instant t) {
        return TIME.format(t);
    }

    static String what(Contact contact) {
        return switch (contact.channel()) {
            case MAIL -> "mail";
            case CALL -> "call";
            case SMS -> "SMS";
        };
    }

    static Map<String, String> facts(Sighting s) {
        Map<String, String> facts = new LinkedHashMap<>();
        Contact contact = s.contact();
        facts.put("When", time(s.receivedAt()) + ", through " + s.source());
        facts.put("Who", who(contact));
        facts.put(CANARY, s.touched().stream().map(Wording::canary).distinct().collect(Collectors.joining("; ")));
        facts.put("Authentication", authentication(contact));
        if (contact instanceof Mail mail && !mail.subject().isBlank()) {
            facts.put("Subject", "\u201c" + oneLine(mail.subject(), 120) + "\u201d");
        }
        String quoted = quoted(contact);
        if (!quoted.isEmpty()) {
            facts.put("Quoted", quoted);
        }
        if (!contact.text().isBlank()) {
            facts.put(
                    contact instanceof Call ? "Said" : "Text", "\u201c" + oneLine(contact.text(), EXCERPT) + "\u201d");
        }
        Redaction redaction = Redaction.of(s.touched().stream()
                .map(t -> new Redaction.Identifier(t.kind(), t.value()))
                .toList());
        facts.replaceAll((label, value) -> label.equals(CANARY) ? value : defang(redaction.apply(value)));
        return facts;
    }

    private static String who(Contact contact) {
        String sender = contact.sender() == null ? "number or address withheld" : oneLine(contact.sender(), 120);
        if (contact instanceof Call call && call.callerName() != null) {
            return sender + ", shown as \u201c" + oneLine(call.callerName(), 60) + "\u201d";
        }
        if (contact instanceof Mail mail) {
            String header =
                    mail.headerFrom().isEmpty() ? "" : oneLine(mail.headerFrom().get(0), 120);
            String name =
                    mail.headerFromName() == null ? "" : "\u201c" + oneLine(mail.headerFromName(), 60) + "\u201d ";
            return header.isEmpty() || (header.equals(sender) && name.isEmpty())
                    ? sender
                    : sender + " (From: " + name + header + ")";
        }
        return sender;
    }

    private static String canary(Sighting.Touched t) {
        String how = switch (t.as()) {
            case RECIPIENT -> "reached";
            case CALLED -> t.kind() == TokenKind.PHONE ? "reached" : "called";
            case QUOTED_IN_SUBJECT -> "quoted in the subject";
            case QUOTED_IN_BODY -> "quoted in the text";
            case QUOTED_IN_TRANSCRIPT -> "spoken";
        };
        String what = switch (t.kind()) {
            case EMAIL -> "address ";
            case PHONE -> "number ";
            case TICKET -> "ticket ";
        };
        String planted = t.role() == TokenRole.CONTROL
                ? ", a control"
                : t.plantedAt() == null
                        ? ""
                        : ", planted " + time(t.plantedAt()).substring(0, 10);
        String segments = List.of("segment", "product", "queue").stream()
                .map(t.segments()::get)
                .filter(v -> v != null && !v.isBlank())
                .collect(Collectors.joining(" / "));
        return how + ": " + what + Mask.token(t.kind(), t.value()) + planted
                + (segments.isEmpty() ? "" : " (" + segments + ")");
    }

    private static String authentication(Contact contact) {
        if (contact instanceof Call call) {
            return stirShaken(call.stirShaken());
        }
        if (contact instanceof Mail mail) {
            MailAuthentication a = mail.authentication();
            if (a.reportedBy() == null) {
                return "nobody trusted has checked SPF, DKIM or DMARC";
            }
            String signedBy =
                    a.dkimDomains().isEmpty() ? "" : " (" + oneLine(String.join(", ", a.dkimDomains()), 120) + ")";
            return "SPF " + word(a.spf()) + ", DKIM " + word(a.dkim()) + signedBy + ", DMARC " + word(a.dmarc())
                    + ", says " + oneLine(a.reportedBy(), 60);
        }
        return "none exists for SMS; the sender can be forged";
    }

    private static String stirShaken(StirShaken s) {
        String level = s.attestation() == null ? "" : ", attestation " + s.attestation();
        return switch (s.verification()) {
            case NONE -> "STIR/SHAKEN: not reported; the number can be forged";
            case PASSED -> "STIR/SHAKEN passed" + level;
            case FAILED -> "STIR/SHAKEN failed" + level + "; the number is probably forged";
        };
    }

    private static String word(AuthResult r) {
        return r.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(Contact contact) {
        List<String> parts = new ArrayList<>();
        add(parts, "ticket numbers ", contact.quotes().ticketNumbers());
        add(parts, "phone numbers ", contact.quotes().phoneNumbers());
        add(parts, "links ", contact.quotes().links());
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String label, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(label + values.stream().limit(5).map(v -> oneLine(v, 150)).collect(Collectors.joining(", ")));
        }
    }

    /** The text with links that nothing makes clickable. Mask identifiers before: they are not found in such links. */
    static String defang(String text) {
        return LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement(
                        link.group().replaceAll("(?i)http(?=s?://)", "hxxp").replaceAll("(?<!\\[)\\.", "[.]")));
    }

    /**
     * The sender's text on one line, bounded, without characters that could act on a terminal or turn the reading
     * direction.
     */
    static String oneLine(String text, int max) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(4L * max).forEach(c -> {
            int type = Character.getType(c);
            boolean blank = Character.isWhitespace(c) || type == Character.CONTROL;
            if (blank) {
                if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else if (type == Character.FORMAT || type == Character.SURROGATE) {
                out.append('\uFFFD');
            } else {
                out.appendCodePoint(c);
            }
        });
        String line = out.toString().strip();
        if (line.codePointCount(0, line.length()) <= max) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, max)) + "\u2026";
    }
}
