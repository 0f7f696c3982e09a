package io.barium.mail.check;

import io.barium.mail.check.DkimCheck.Dkim;
import io.barium.mail.check.SpfCheck.Spf;
import io.barium.model.AuthResult;
import io.barium.provider.kit.RegistrableDomain;
import io.barium.provider.kit.TagList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DMARC (RFC 7489): whether what SPF or DKIM proved belongs to the domain of the From header. */
final class DmarcCheck {
    private static final Pattern VERSION = Pattern.compile("v\\s*=\\s*DMARC1\\s*(?:;.*)?", Pattern.DOTALL);
    private static final List<String> POLICIES = List.of("none", "quarantine", "reject");

    private DmarcCheck() {}

    /**
     * The result, from those of the others.
     *
     * @param from addresses of the From header
     * @param spf {@code null} when it was not asked, because the peer is in our own network
     */
    static AuthResult check(Questions questions, List<String> from, @Nullable Spf spf, Dkim dkim) {
        List<String> domains = from.stream()
                .map(a -> a.substring(a.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        if (domains.size() != 1 || domains.get(0).isEmpty()) {
            return AuthResult.PERMERROR;
        }
        String domain = domains.get(0);
        Map<String, String> policy;
        try {
            policy = policy(questions, domain);
        } catch (NoAnswer e) {
            return AuthResult.TEMPERROR;
        }
        if (policy.isEmpty()) {
            return AuthResult.NONE;
        }
        boolean bySpf = spf != null
                && spf.result() == AuthResult.PASS
                && spf.domain() != null
                && aligned(spf.domain(), domain, policy.get("aspf"));
        boolean byDkim = dkim.domains().stream().anyMatch(d -> aligned(d, domain, policy.get("adkim")));
        if (bySpf || byDkim) {
            return AuthResult.PASS;
        }
        if (spf == null) {
            return AuthResult.NONE;
        }
        boolean unsure = spf.result() == AuthResult.TEMPERROR || dkim.result() == AuthResult.TEMPERROR;
        return unsure ? AuthResult.TEMPERROR : AuthResult.FAIL;
    }

    /** The tags of the record that applies; empty when none does (section 6.6.3). */
    private static Map<String, String> policy(Questions questions, String domain) throws NoAnswer {
        List<String> records = records(questions, domain);
        String organization = RegistrableDomain.of(domain);
        if (records.isEmpty() && !organization.equals(domain)) {
            records = records(questions, organization);
        }
        if (records.size() != 1) {
            return Map.of();
        }
        Map<String, String> tags = TagList.parse(records.get(0));
        boolean usable =
                POLICIES.contains(tags.getOrDefault("p", "").toLowerCase(Locale.ROOT)) || tags.containsKey("rua");
        return usable ? tags : Map.of();
    }

    private static List<String> records(Questions questions, String domain) throws NoAnswer {
        return questions.ask(Dns.Type.TXT, "_dmarc." + domain).stream()
                .filter(r -> VERSION.matcher(r.strip()).matches())
                .collect(Collectors.toList());
    }

    private static boolean aligned(String proven, String from, @Nullable String mode) {
        return "s".equalsIgnoreCase(mode)
                ? proven.equals(from)
                : RegistrableDomain.of(proven).equals(RegistrableDomain.of(from));
    }
}
