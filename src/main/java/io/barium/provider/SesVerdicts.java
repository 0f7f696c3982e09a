package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.DkimSignatures;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What SES found out about a mail: by name of the check, its status.
 *
 * @param context statuses, of checks that were told
 */
record SesVerdicts(Map<String, String> context) {
    private static final List<String> CHECKS = List.of("spfVerdict", "dkimVerdict", "dmarcVerdict", "spamVerdict");
    private static final List<String> STATUSES = List.of("PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "DISABLED");

    /** As the receipt says. */
    static SesVerdicts of(JsonNode receipt) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String check : CHECKS) {
            String status = JsonBody.text(receipt.path(check), "status");
            if (status != null && STATUSES.contains(status)) {
                out.put(check, status);
            }
        }
        return new SesVerdicts(out);
    }

    /** As they were written down, among other things. */
    static SesVerdicts of(Map<String, String> context) {
        Map<String, String> out = new LinkedHashMap<>(context);
        out.keySet().retainAll(CHECKS);
        return new SesVerdicts(out);
    }

    /**
     * In our terms.
     *
     * @param headers of the mail, which name who signed it
     * @param from envelope sender; {@code null} for the empty reverse-path
     */
    MailAuthentication authentication(MailHeaders headers, @Nullable String from) {
        if (context.isEmpty()) {
            return MailAuthentication.UNKNOWN;
        }
        AuthResult dkim = result("dkimVerdict");
        String spam = context.get("spamVerdict");
        boolean decided = "PASS".equals(spam) || "FAIL".equals(spam);
        return new MailAuthentication(
                result("spfVerdict"),
                from == null || !context.containsKey("spfVerdict") ? null : from.substring(from.lastIndexOf('@') + 1),
                dkim,
                dkim == AuthResult.PASS ? DkimSignatures.onlyDomain(headers) : List.of(),
                result("dmarcVerdict"),
                AuthResult.NONE,
                "ses",
                null,
                decided ? "FAIL".equals(spam) : null);
    }

    /** GRAY says that there was nothing to check: no policy, no signature. */
    private AuthResult result(String check) {
        return switch (context.getOrDefault(check, "")) {
            case "PASS" -> AuthResult.PASS;
            case "FAIL" -> AuthResult.FAIL;
            case "PROCESSING_FAILED" -> AuthResult.TEMPERROR;
            default -> AuthResult.NONE;
        };
    }
}
