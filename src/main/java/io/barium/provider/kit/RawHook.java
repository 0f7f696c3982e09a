package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider's request as it came: nothing decoded, nothing dropped. Its form is taken apart once, when somebody asks
 * first; so one thread at a time.
 */
public final class RawHook {
    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Instant receivedAt;
    private final Map<Fetch, byte[]> fetched;
    private @Nullable String mediaType;
    private @Nullable Form form;
    private @Nullable Form query;

    /**
     * A request.
     *
     * @param method HTTP method, upper-case
     * @param target path and query as on the request line, undecoded
     * @param headers by lower-case name, values in order
     * @param body raw bytes
     * @param receivedAt when the last byte was here
     */
    public RawHook(String method, String target, Map<String, List<String>> headers, byte[] body, Instant receivedAt) {
        this(method, target, headers, body, receivedAt, Map.of());
    }

    private RawHook(
            String method,
            String target,
            Map<String, List<String>> headers,
            byte[] body,
            Instant receivedAt,
            Map<Fetch, byte[]> fetched) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.receivedAt = receivedAt;
        this.fetched = fetched;
    }

    /** The same request with something that it points to. */
    public RawHook with(Fetch fetch, byte[] content) {
        return new RawHook(method, target, headers, body, receivedAt, Map.of(fetch, content));
    }

    /** What the request points to; {@code null} when nobody has fetched it. */
    public byte @Nullable [] fetched(Fetch fetch) {
        return fetched.get(fetch);
    }

    /** HTTP method, upper-case. */
    public String method() {
        return method;
    }

    /** Path and query as on the request line, undecoded. */
    public String target() {
        return target;
    }

    /** Headers by lower-case name, values in order. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** Raw bytes. */
    public byte[] body() {
        return body;
    }

    /** When the last byte was here. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** First value of a header; {@code null} when it is missing. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** The undecoded query, without question mark; {@code null} when there is none. */
    public @Nullable String rawQuery() {
        int q = target.indexOf('?');
        return q < 0 ? null : target.substring(q + 1);
    }

    /** The undecoded path. */
    public String rawPath() {
        int q = target.indexOf('?');
        return q < 0 ? target : target.substring(0, q);
    }

    /** Media type in lower case, without parameters; empty when missing. */
    public String mediaType() {
        String known = mediaType;
        if (known == null) {
            String type = header("content-type");
            int parameters = type == null ? -1 : type.indexOf(';');
            String bare = type == null ? "" : parameters < 0 ? type : type.substring(0, parameters);
            known = bare.strip().toLowerCase(Locale.ROOT);
            mediaType = known;
        }
        return known;
    }

    /** The form in the body. */
    public Form form() {
        Form known = form;
        if (known == null) {
            known = mediaType().equals("multipart/form-data")
                    ? MultipartDecoder.decode(body, header("content-type"))
                    : Form.urlEncoded(body);
            form = known;
        }
        return known;
    }

    /** The form in the query. */
    public Form queryForm() {
        Form known = query;
        if (known == null) {
            String raw = rawQuery();
            known = Form.urlEncoded((raw == null ? "" : raw).getBytes(StandardCharsets.UTF_8));
            query = known;
        }
        return known;
    }
}
