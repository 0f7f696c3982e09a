package io.barium.provider.kit;

import io.barium.config.Settings.Source;
import java.util.List;

/** Basic credentials (RFC 7617) as a telephone provider's only proof: of the source's secrets those with a colon. */
public final class BasicCredentials {
    private static final String SCHEME = "basic ";

    private BasicCredentials() {}

    /** Whether the request shows credentials of this kind, right or wrong. */
    public static boolean areShown(RawHook hook) {
        String authorization = hook.header("authorization");
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Decides. */
    public static Authenticity check(RawHook hook, Source source) {
        List<String> pairs = SourceSecrets.texts(source).stream()
                .filter(s -> s.indexOf(':') > 0)
                .toList();
        if (pairs.isEmpty()) {
            return Authenticity.unconfigured("sources[id=" + source.id() + "].secrets holds no user:password");
        }
        String authorization = hook.header("authorization");
        if (authorization == null || !areShown(hook)) {
            return Authenticity.forged("Authorization with Basic credentials is missing");
        }
        return PresentedSecret.isAnyOf(pairs, authorization)
                ? Authenticity.GENUINE
                : Authenticity.forged("Authorization fits none of sources[id=" + source.id() + "].secrets");
    }
}
