package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes {@code multipart/form-data} (RFC 7578) in memory, without copying the parts. */
final class MultipartDecoder {
    private static final int MAX_PART_HEADERS = 16 << 10;

    private final byte[] body;
    private final byte[] delimiter;
    private final List<FormField> fields = new ArrayList<>();

    private MultipartDecoder(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    static Form decode(byte[] body, @Nullable String contentType) {
        String boundary = HeaderParameters.parse(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty()) {
            return new Form(List.of(), "Content-Type: boundary is missing");
        }
        MultipartDecoder decoder = new MultipartDecoder(body, boundary);
        String fault = decoder.parts();
        return new Form(decoder.fields, fault);
    }

    /** Collects the parts; what it returns is the fault that ended this before the closing boundary. */
    private @Nullable String parts() {
        // Without a preamble the first boundary has no line end before it.
        int after = startsWith(0, 1) ? delimiter.length - 1 : after(next(0));
        while (after >= 0) {
            if (after + 1 < body.length && body[after] == '-' && body[after + 1] == '-') {
                return null;
            }
            int headers = endOfLine(after);
            int content = headers < 0 ? -1 : endOfHeaders(headers);
            int end = content < 0 ? -1 : next(content - 1);
            if (end < 0) {
                return "body: multipart ends inside of part " + (fields.size() + 1);
            }
            if (fields.size() == Form.MAX_FIELDS) {
                return "body: more than " + Form.MAX_FIELDS + " parts";
            }
            int to = end > content && body[end - 1] == '\r' ? end - 1 : end;
            add(headers, content, Math.max(content, to));
            after = after(end);
        }
        return "body: the multipart boundary that Content-Type names does not occur";
    }

    private void add(int headers, int content, int to) {
        String disposition = null;
        String type = null;
        String section = TextDecoding.decode(body, headers, content, null);
        int end;
        for (int from = 0; from < section.length(); from = end + 1) {
            end = section.indexOf('\n', from);
            end = end < 0 ? section.length() : end;
            String line = section.substring(from, end);
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).strip();
            if (name.equalsIgnoreCase("content-disposition")) {
                disposition = line.substring(colon + 1);
            } else if (name.equalsIgnoreCase("content-type")) {
                type = line.substring(colon + 1);
            }
        }
        HeaderParameters named = HeaderParameters.parse(disposition);
        HeaderParameters typed = HeaderParameters.parse(type);
        String name = named.get("name");
        String charset = typed.get("charset");
        fields.add(new FormField(
                name == null ? "" : name,
                named.get("filename"),
                typed.value().isEmpty() ? "text/plain" : typed.value(),
                charset == null ? "utf-8" : charset,
                body,
                content,
                to,
                false));
    }

    private int after(int boundary) {
        return boundary < 0 ? -1 : boundary + delimiter.length;
    }

    /** Index after the line end that closes this line; -1 when there is none. */
    private int endOfLine(int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Index after the empty line; -1 when there is none within the bound. */
    private int endOfHeaders(int from) {
        int line = from;
        while (line >= 0 && line - from <= MAX_PART_HEADERS) {
            int end = endOfLine(line);
            if (end < 0) {
                return -1;
            }
            if (end - line == 1 || (end - line == 2 && body[line] == '\r')) {
                return end;
            }
            line = end;
        }
        return -1;
    }

    /** Index of the line end before the next boundary; -1 when there is none. */
    private int next(int from) {
        for (int i = Math.max(0, from); i <= body.length - delimiter.length; i++) {
            if (body[i] == '\n' && startsWith(i, 0)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(int at, int skip) {
        if (at + delimiter.length - skip > body.length) {
            return false;
        }
        for (int i = skip; i < delimiter.length; i++) {
            if (body[at + i - skip] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
