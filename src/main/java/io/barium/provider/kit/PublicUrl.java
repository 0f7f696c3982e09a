package io.barium.provider.kit;

import io.barium.config.Settings.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a request as it is entered at its provider, for providers that sign it. What is seen here went through
 * proxies, and what Host and X-Forwarded headers say is the sender's to choose; so it comes from the settings.
 */
public final class PublicUrl {
    private PublicUrl() {}

    /** The answer where it is not set. */
    public static Authenticity missing(Source source) {
        return Authenticity.unconfigured("sources[id=" + source.id() + "].publicUrl is missing");
    }

    /** Whether it is set. */
    public static boolean isSet(Source source) {
        String url = source.publicUrl();
        return url != null && !url.isBlank();
    }

    /**
     * What may be entered at the provider: the setting may be the hook's whole URL or its base. A query in the setting
     * stands for itself, save for GET: there the query is the message, and nothing but the query that came may be
     * compared. Fragments, in which providers take options, are no part of it. Empty when it is not set.
     */
    public static List<String> candidates(Source source, RawHook hook) {
        List<String> out = new ArrayList<>();
        String entered = entered(source);
        if (entered == null) {
            return out;
        }
        int query = entered.indexOf('?');
        String base = query < 0 ? entered : entered.substring(0, query);
        String came = hook.rawQuery() == null ? "" : "?" + hook.rawQuery();
        if (query >= 0 && !hook.method().equals("GET")) {
            out.add(entered);
        }
        String path = hook.rawPath();
        String whole = base + came;
        String joined = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path + came;
        boolean named = base.endsWith(path);
        out.add(named ? whole : joined);
        out.add(named ? joined : whole);
        return out;
    }

    /** Where this hook is reached, without query, for answers that name it; {@code null} when it is not set. */
    public static @Nullable String ofHook(Source source, RawHook hook) {
        List<String> urls = candidates(source, hook);
        if (urls.isEmpty()) {
            return null;
        }
        // The likelier of the two that end in the query that came.
        String url = urls.get(urls.size() - 2);
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static @Nullable String entered(Source source) {
        String setting = source.publicUrl();
        if (setting == null || setting.isBlank()) {
            return null;
        }
        String stripped = setting.strip();
        int fragment = stripped.indexOf('#');
        return fragment < 0 ? stripped : stripped.substring(0, fragment);
    }
}
