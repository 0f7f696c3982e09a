package io.barium.provider.kit;

import java.util.Map;

/**
 * Something elsewhere that a request points to: a certificate, the rest of a mail, a recording. It is fetched by
 * somebody who can, only from where its provider allows.
 *
 * @param kind the provider's word for what it is
 * @param url absolute; {@code https} only
 * @param context what the provider needs to know when the content is there; journalled, so never a secret
 */
public record Fetch(String kind, String url, Map<String, String> context) {
    /** A fetch whose content speaks for itself. */
    public Fetch(String kind, String url) {
        this(kind, url, Map.of());
    }
}
