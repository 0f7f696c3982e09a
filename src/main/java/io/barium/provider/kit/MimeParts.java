package io.barium.provider.kit;

import io.barium.model.Attachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a mail: text within its bounds, attachments as names and hashes. */
final class MimeParts {
    /** UTF-8 needs four bytes a character at most. */
    private static final int MAX_PLAIN_BYTES = 4 * (TextBounds.TEXT + 2);

    private static final int MAX_HTML_BYTES = 1_000_000;

    private static final int MAX_ATTACHED_MAILS = 20;
    private static final int MAX_ATTACHED_HEADERS = 32 << 10;
    private static final List<String> PARTIES = List.of("From", "To", "Cc");

    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<String> attachedHeaders = new ArrayList<>();
    private boolean hasPlain;
    private boolean broken;

    /**
     * Takes a part that is no multipart.
     *
     * @param headers its own {@code Content-} headers
     * @param mediaType as claimed or as the structure implies, lower-case
     * @param content decoded
     */
    void add(MailHeaders headers, String mediaType, InputStream content) throws IOException {
        HeaderParameters type = HeaderParameters.parse(headers.first("Content-Type"));
        HeaderParameters disposition = HeaderParameters.parse(headers.first("Content-Disposition"));
        String name = disposition.get("filename") == null ? type.get("name") : disposition.get("filename");
        boolean inline = name == null && !disposition.value().equals("attachment");
        if (inline && mediaType.equals("text/plain")) {
            hasPlain = true;
            append(plain, content, MAX_PLAIN_BYTES, type.get("charset"));
        } else if (inline && mediaType.equals("text/html")) {
            append(html, content, MAX_HTML_BYTES, type.get("charset"));
        } else if (!mediaType.startsWith("multipart/") && attachments.size() < Attachments.MAX) {
            attachments.add(Attachments.hashed(name, mediaType, watched(mediaType, content)));
        }
    }

    /**
     * Of an attached mail the beginning is looked at, because a mail that was forwarded tells whom it was written to.
     */
    private InputStream watched(String mediaType, InputStream content) throws IOException {
        if (!mediaType.equals("message/rfc822") || attachedHeaders.size() >= MAX_ATTACHED_MAILS) {
            return content;
        }
        byte[] start = content.readNBytes(MAX_ATTACHED_HEADERS);
        MailHeaders headers = MimeReader.headers(start);
        StringBuilder lines = new StringBuilder(headers.subject());
        for (String party : PARTIES) {
            headers.all(party).forEach(value -> lines.append('\n').append(MailHeaders.decodeWords(value)));
        }
        attachedHeaders.add(TextBounds.text(lines.toString()).text());
        return new SequenceInputStream(new ByteArrayInputStream(start), content);
    }

    /** Notes that the structure could not be read to its end. */
    void broken() {
        broken = true;
    }

    /** What was collected. */
    MailContent content() {
        TextBounds.Bounded text = TextBounds.text(plain.toString());
        return new MailContent(
                hasPlain ? new TextBounds.Bounded(text.text(), text.truncated() || broken) : null,
                html.isEmpty() ? null : html.toString(),
                List.copyOf(attachments),
                List.copyOf(attachedHeaders));
    }

    private static void append(StringBuilder to, InputStream content, int max, @Nullable String charset)
            throws IOException {
        int room = max - to.length();
        if (room <= 0) {
            return;
        }
        byte[] bytes = content.readNBytes(room);
        int end = bytes.length < room ? bytes.length : TextDecoding.wholeUtf8(bytes);
        to.append(to.isEmpty() ? "" : "\n").append(TextDecoding.decode(bytes, 0, end, charset));
    }
}
