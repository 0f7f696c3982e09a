package io.barium.provider.kit;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The DKIM signatures of a mail (RFC 6376) as far as they can be judged by looking at them. */
public final class DkimSignatures {
    private static final String NAME = "DKIM-Signature";

    /** Fields of which a mail has one at most (RFC 5322 section 3.6, RFC 2045) and that decide what is shown of it. */
    private static final List<String> SHOWN_ONCE = List.of(
            "From",
            "Date",
            "Subject",
            "To",
            "Cc",
            "Reply-To",
            "Message-ID",
            "Content-Type",
            "Content-Transfer-Encoding");

    private DkimSignatures() {}

    /** The domain that signed; none when there are several signatures, because it is not said which one passed. */
    public static List<String> onlyDomain(MailHeaders headers) {
        List<String> signatures = headers.all(NAME);
        String domain = signatures.size() == 1 ? domain(signatures.get(0)) : null;
        return domain == null ? List.of() : List.of(domain);
    }

    /** Whether there is a signature of that domain. */
    public static boolean has(MailHeaders headers, String domain) {
        return headers.all(NAME).stream().anyMatch(s -> domain.equalsIgnoreCase(domain(s)));
    }

    /**
     * Whether a field that stands in a mail once is there more often than it is signed. Whoever adds one above the
     * signed one breaks no signature and changes what is shown (RFC 6376 section 8.15).
     *
     * @param signed names of the signed fields ({@code h=}), repeats counted
     */
    public static boolean leavesOut(MailHeaders headers, Collection<? extends CharSequence> signed) {
        for (String name : SHOWN_ONCE) {
            int there = headers.all(name).size();
            if (there > 1
                    && there
                            > signed.stream()
                                    .filter(s -> s.toString().strip().equalsIgnoreCase(name))
                                    .count()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a trusted party found out, where its passes prove what is shown. A domain one of whose signatures leaves out
     * a repeated field has not passed; when no other is left the result is POLICY.
     */
    public static MailAuthentication proven(MailHeaders headers, MailAuthentication told) {
        if (told.dkim() != AuthResult.PASS || !leavesOut(headers, List.of())) {
            return told;
        }
        List<String> whole = told.dkimDomains().stream()
                .filter(d -> has(headers, d)
                        && headers.all(NAME).stream()
                                .filter(s -> d.equalsIgnoreCase(domain(s)))
                                .noneMatch(s -> leavesOut(headers, signed(s))))
                .toList();
        return new MailAuthentication(
                told.spf(),
                told.spfDomain(),
                whole.isEmpty() ? AuthResult.POLICY : AuthResult.PASS,
                whole,
                told.dmarc(),
                told.arc(),
                told.reportedBy(),
                told.spamScore(),
                told.spam());
    }

    private static List<String> signed(String signature) {
        return List.of(TagList.parse(signature).getOrDefault("h", "").split(":"));
    }

    private static @Nullable String domain(String signature) {
        String domain = HeaderParameters.parse("dkim;" + signature).get("d");
        return domain == null || domain.isBlank() ? null : TextBounds.name(domain.toLowerCase(Locale.ROOT));
    }
}
