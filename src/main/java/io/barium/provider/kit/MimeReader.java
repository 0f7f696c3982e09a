package io.barium.provider.kit;

import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Reads raw mail (RFC 5322, RFC 2045) of any quality: what is broken ends the reading of the parts, never of the mail.
 * Attached messages are attachments; of them only the headers are looked at.
 */
public final class MimeReader {
    /** Each level costs a pass over the bytes below it, and honest mail is hardly six levels deep. */
    private static final int MAX_DEPTH = 20;

    private static final int MAX_PARTS = 2_000;
    private static final int MAX_HEADERS = 20_000;
    private static final int MAX_HEADER = 64 << 10;

    private static final MimeConfig LENIENT = MimeConfig.custom()
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(-1)
            .setMaxLineLen(-1)
            .setMaxContentLen(-1)
            .build();

    private final MimeTokenStream stream = new MimeTokenStream(LENIENT);
    private final List<MailHeaders.Field> headers = new ArrayList<>();
    private final List<MailHeaders.Field> partHeaders = new ArrayList<>();
    private final MimeParts parts = new MimeParts();

    private MimeReader() {}

    /** Reads a mail; its authentication is what the Authentication-Results of the envelope's authserv-id say. */
    public static Mail read(byte[] raw, MailEnvelope envelope) {
        return read(raw, envelope, headers -> MailAuthentication.UNKNOWN);
    }

    /**
     * Reads a mail whose provider tells what it found out.
     *
     * @param told what it tells, given the mail's headers; where that is nothing the Authentication-Results of the
     *     envelope's authserv-id serve
     */
    public static Mail read(byte[] raw, MailEnvelope envelope, Function<MailHeaders, MailAuthentication> told) {
        MimeReader reader = new MimeReader();
        reader.parse(raw, true);
        MailHeaders headers = new MailHeaders(reader.headers);
        MailAuthentication provider = told.apply(headers);
        return reader.parts
                .content()
                .under(
                        headers,
                        envelope,
                        provider.reportedBy() == null
                                ? AuthenticationResults.of(headers, envelope.authservId())
                                : provider);
    }

    /** The header section alone. */
    public static MailHeaders headers(byte[] raw) {
        MimeReader reader = new MimeReader();
        reader.parse(raw, false);
        return new MailHeaders(reader.headers);
    }

    private void parse(byte[] raw, boolean bodies) {
        stream.parse(new ByteArrayInputStream(raw));
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        try {
            tokens(bodies);
        } catch (IOException | MimeException | RuntimeException e) {
            // Hostile bytes find faults of the parser too; what was read so far stands, the raw bytes are kept.
            parts.broken();
        }
    }

    private void tokens(boolean bodies) throws IOException, MimeException {
        int depth = 0;
        int sections = 0;
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_HEADER -> {
                    sections++;
                    partHeaders.clear();
                }
                case T_FIELD -> field(stream.getField(), sections == 1);
                case T_END_HEADER -> {
                    if (!bodies || sections > MAX_PARTS) {
                        return;
                    }
                    if (depth >= MAX_DEPTH) {
                        stream.setRecursionMode(RecursionMode.M_FLAT);
                    }
                }
                case T_START_MULTIPART -> depth++;
                case T_END_MULTIPART -> depth--;
                case T_BODY ->
                    parts.add(
                            new MailHeaders(partHeaders),
                            stream.getBodyDescriptor().getMimeType(),
                            stream.getDecodedInputStream());
                default -> {}
            }
        }
    }

    private void field(Field field, boolean outermost) {
        boolean ofPart = field.getName().regionMatches(true, 0, "content-", 0, 8);
        if (!ofPart && (!outermost || headers.size() >= MAX_HEADERS)) {
            return;
        }
        MailHeaders.Field kept = new MailHeaders.Field(field.getName(), value(field));
        if (ofPart && partHeaders.size() < MAX_HEADERS) {
            partHeaders.add(kept);
        }
        if (outermost && headers.size() < MAX_HEADERS) {
            headers.add(kept);
        }
    }

    private static String value(Field field) {
        byte[] bytes = field.getRaw() == null
                ? (":" + field.getBody()).getBytes(StandardCharsets.UTF_8)
                : field.getRaw().toByteArray();
        int start = 0;
        while (start < bytes.length && bytes[start] != ':') {
            start++;
        }
        int from = Math.min(start + 1, bytes.length);
        int to = Math.min(bytes.length, from + MAX_HEADER);
        return TextDecoding.decode(bytes, from, to, null)
                .replace("\r", "")
                .replace("\n", "")
                .strip();
    }
}
