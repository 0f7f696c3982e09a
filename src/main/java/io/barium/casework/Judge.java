package io.barium.casework;

import io.barium.model.AuthResult;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenRole;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what a contact is, from what it touched and who sent it. Pure. */
final class Judge {
    private final List<String> expectedSenders;

    /**
     * A judge.
     *
     * @param expectedSenders domains whose aligned DKIM-authenticated mail is the company's own
     */
    Judge(List<String> expectedSenders) {
        this.expectedSenders = List.copyOf(expectedSenders);
    }

    /**
     * A decision.
     *
     * @param why in words, without anything that the sender chose
     */
    record Judgement(Standing standing, String why) {}

    Judgement judge(@Nullable Contact contact, List<Hit> hits) {
        if (contact == null) {
            return new Judgement(Standing.UNREADABLE, "genuine, but could not be read");
        }
        String own = ownDomain(contact);
        if (own != null) {
            return new Judgement(Standing.EXPECTED, "DKIM-signed by " + own + ", aligned with its From");
        }
        if (hits.stream().anyMatch(h -> h.role() == TokenRole.PLANTED)) {
            return new Judgement(Standing.CREDIBLE, describe(hits, TokenRole.PLANTED));
        }
        if (!hits.isEmpty()) {
            return new Judgement(Standing.CONTROL, describe(hits, TokenRole.CONTROL));
        }
        return new Judgement(Standing.UNKNOWN_RECIPIENT, "touches no token of ours");
    }

    private static String describe(List<Hit> hits, TokenRole role) {
        Set<String> words = hits.stream()
                .filter(h -> h.role() == role)
                .sorted(java.util.Comparator.comparing(Hit::as).thenComparing(Hit::kind))
                .map(h -> verb(h.as()) + " a " + role.name().toLowerCase(Locale.ROOT) + " "
                        + switch (h.kind()) {
                            case EMAIL -> "mail address";
                            case PHONE -> "phone number";
                            case TICKET -> "ticket number";
                        })
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        return String.join(", ", words);
    }

    private static String verb(MatchedAs as) {
        return switch (as) {
            case RECIPIENT, CALLED -> "reached";
            case QUOTED_IN_SUBJECT -> "quotes in its subject";
            case QUOTED_IN_BODY -> "quotes";
            case QUOTED_IN_TRANSCRIPT -> "spoke of";
        };
    }

    /** The allow-listed domain that both signed the mail and stands in its only From address; {@code null} for none. */
    private @Nullable String ownDomain(Contact contact) {
        if (!(contact instanceof Mail mail)
                || mail.headerFrom().size() != 1
                || mail.authentication().dkim() != AuthResult.PASS) {
            return null;
        }
        String from = mail.headerFrom().get(0);
        String fromDomain = from.substring(from.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        for (String own : expectedSenders) {
            boolean signed = mail.authentication().dkimDomains().stream().anyMatch(d -> within(d, own));
            if (signed && within(fromDomain, own)) {
                return own;
            }
        }
        return null;
    }

    private static boolean within(String domain, String own) {
        return domain.equals(own) || domain.endsWith("." + own);
    }
}
