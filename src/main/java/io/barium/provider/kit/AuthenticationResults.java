package io.barium.provider.kit;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted upstream found out about a mail, from its Authentication-Results (RFC 8601) and Received-SPF (RFC
 * 7208) headers. Anybody can write such headers, so only those under the configured authserv-id count, and of these
 * only the topmost and those that directly follow it: the upstream writes above what it was sent. For each method the
 * topmost header that reports it wins.
 */
public final class AuthenticationResults {
    private static final int MAX_HEADER = 20_000;
    private static final int MAX_DOMAINS = 20;

    private static final Map<String, AuthResult> WORDS = Map.of(
            "pass", AuthResult.PASS,
            "fail", AuthResult.FAIL,
            "hardfail", AuthResult.FAIL,
            "softfail", AuthResult.SOFTFAIL,
            "neutral", AuthResult.NEUTRAL,
            "policy", AuthResult.POLICY,
            "temperror", AuthResult.TEMPERROR,
            "permerror", AuthResult.PERMERROR,
            "none", AuthResult.NONE);

    private AuthenticationResults() {}

    /**
     * What the upstream says.
     *
     * @param authservId under which it writes; {@code null} to trust nobody
     */
    public static MailAuthentication of(MailHeaders headers, @Nullable String authservId) {
        if (authservId == null) {
            return MailAuthentication.UNKNOWN;
        }
        List<AuthResultTokens.Result> spf = List.of();
        List<AuthResultTokens.Result> dkim = List.of();
        List<AuthResultTokens.Result> dmarc = List.of();
        List<AuthResultTokens.Result> arc = List.of();
        boolean reported = false;
        for (String header : trusted(headers, authservId)) {
            List<AuthResultTokens.Result> results = AuthResultTokens.results(header);
            spf = spf.isEmpty() ? ofMethod(results, "spf") : spf;
            dkim = dkim.isEmpty() ? ofMethod(results, "dkim") : dkim;
            dmarc = dmarc.isEmpty() ? ofMethod(results, "dmarc") : dmarc;
            arc = arc.isEmpty() ? ofMethod(results, "arc") : arc;
            reported = true;
        }
        if (spf.isEmpty()) {
            spf = receivedSpf(headers, authservId);
            reported |= !spf.isEmpty();
        }
        if (!reported) {
            return MailAuthentication.UNKNOWN;
        }
        return new MailAuthentication(
                best(spf),
                spf.isEmpty() ? null : domain(spf.get(0), "smtp.mailfrom", "smtp.helo"),
                best(dkim),
                passedDomains(dkim),
                best(dmarc),
                best(arc),
                authservId,
                null,
                null);
    }

    private static List<String> trusted(MailHeaders headers, String authservId) {
        List<String> out = new ArrayList<>();
        for (MailHeaders.Field field : headers.fields()) {
            boolean trusted = field.is("Authentication-Results")
                    && field.value().length() <= MAX_HEADER
                    && AuthResultTokens.authservId(field.value()).equalsIgnoreCase(authservId);
            if (trusted) {
                out.add(field.value());
            } else if (!out.isEmpty() && !field.is("Received-SPF")) {
                break;
            }
        }
        return out;
    }

    /** The topmost Received-SPF, if it was written by the upstream. */
    private static List<AuthResultTokens.Result> receivedSpf(MailHeaders headers, String authservId) {
        String header = headers.first("Received-SPF");
        if (header == null || header.length() > MAX_HEADER) {
            return List.of();
        }
        AuthResultTokens.Result result = AuthResultTokens.receivedSpf(header);
        return authservId.equalsIgnoreCase(result.properties().get("receiver")) ? List.of(result) : List.of();
    }

    private static List<AuthResultTokens.Result> ofMethod(List<AuthResultTokens.Result> results, String method) {
        return results.stream().filter(r -> r.method().equals(method)).toList();
    }

    /**
     * A pass counts more than any failure: signatures of mailing lists and forwarders may be broken beside a good one.
     */
    private static AuthResult best(List<AuthResultTokens.Result> results) {
        for (AuthResultTokens.Result result : results) {
            if (result.result() == AuthResult.PASS) {
                return AuthResult.PASS;
            }
        }
        return results.isEmpty() ? AuthResult.NONE : results.get(0).result();
    }

    private static List<String> passedDomains(List<AuthResultTokens.Result> dkim) {
        return dkim.stream()
                .filter(r -> r.result() == AuthResult.PASS)
                .map(r -> domain(r, "header.d", "header.i"))
                .filter(d -> d != null && !d.isEmpty())
                .distinct()
                .limit(MAX_DOMAINS)
                .toList();
    }

    private static @Nullable String domain(AuthResultTokens.Result result, String... properties) {
        for (String property : properties) {
            String value = result.properties().get(property);
            if (value != null && !value.isBlank()) {
                return TextBounds.name(
                        value.substring(value.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
            }
        }
        return null;
    }

    /** The result that a word stands for; unknown words stand for none. */
    public static AuthResult result(String word) {
        return WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), AuthResult.NONE);
    }
}
