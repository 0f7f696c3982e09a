package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens (RFC 7519) in compact form, signed with a shared key (RFC 7518 section 3.2). What the claims mean,
 * times among them, is the caller's to judge.
 */
public final class Jwt {
    private static final Map<String, Hmac> ALGORITHMS =
            Map.of("HS256", Hmac.SHA256, "HS384", Hmac.SHA384, "HS512", Hmac.SHA512);

    private Jwt() {}

    /**
     * The claims of a rightly signed token.
     *
     * @param token without the word {@code Bearer}
     * @param keys any of which may have signed; empty ones sign nothing
     * @param algorithms of {@code HS256}, {@code HS384} and {@code HS512} those that are allowed
     * @return {@code null} when it is no token, asks for another algorithm or for extensions, is spelt in another way
     *     than the one of RFC 7515, or was signed with none of the keys
     */
    public static @Nullable JsonNode claims(String token, List<byte[]> keys, Set<String> algorithms) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        Hmac hmac = algorithm(parts[0], algorithms);
        List<byte[]> usable = keys.stream().filter(key -> key.length > 0).toList();
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8);
        if (hmac == null || !hmac.signedWithAny(usable, SignatureText.base64Url(parts[2]), signed)) {
            return null;
        }
        return object(parts[1]);
    }

    /**
     * What a token claims, whoever signed it: for tokens that were verified before.
     *
     * @return {@code null} when it is no token
     */
    public static @Nullable JsonNode unverified(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == 3 ? object(parts[1]) : null;
    }

    private static @Nullable Hmac algorithm(String part, Set<String> allowed) {
        JsonNode header = object(part);
        // Extensions that are called critical must not be passed over, and none is known here.
        String name =
                header == null || header.has("crit") ? null : header.path("alg").textValue();
        return name == null || !allowed.contains(name) ? null : ALGORITHMS.get(name);
    }

    private static @Nullable JsonNode object(String part) {
        JsonNode tree = JsonBody.unproven(SignatureText.base64Url(part));
        return tree == null || !tree.isObject() ? null : tree;
    }
}
