package io.barium.provider.kit;

import io.barium.model.ArcClaim;
import io.barium.model.AuthResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums up what ARC headers (RFC 8617) say, without verifying any. */
final class ArcHeaders {
    /** RFC 8617 section 4.2.1. */
    private static final int MAX_SETS = 50;

    private ArcHeaders() {}

    /** What the seals say; {@code null} when there is none. */
    static @Nullable ArcClaim claim(MailHeaders headers) {
        TreeMap<Integer, Map<String, String>> seals = new TreeMap<>();
        for (String seal : headers.all("ARC-Seal")) {
            Map<String, String> tags = TagList.parse(seal);
            int instance = instance(tags.getOrDefault("i", ""));
            if (instance > 0) {
                seals.putIfAbsent(instance, tags);
            }
        }
        if (seals.isEmpty()) {
            return null;
        }
        List<String> sealers = seals.descendingMap().values().stream()
                .map(tags -> TextBounds.name(tags.getOrDefault("d", "").toLowerCase(Locale.ROOT)))
                .filter(domain -> !domain.isEmpty())
                .toList();
        return new ArcClaim(
                seals.size(), sealers, chain(seals.lastEntry().getValue().getOrDefault("cv", "")));
    }

    private static int instance(String written) {
        boolean number =
                !written.isEmpty() && written.length() <= 2 && written.chars().allMatch(c -> c >= '0' && c <= '9');
        int instance = number ? Integer.parseInt(written) : 0;
        return instance <= MAX_SETS ? instance : 0;
    }

    private static @Nullable AuthResult chain(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "none" -> AuthResult.NONE;
            case "pass" -> AuthResult.PASS;
            case "fail" -> AuthResult.FAIL;
            default -> null;
        };
    }
}
