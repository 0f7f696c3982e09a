package io.barium.provider.kit;

import io.barium.model.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Names and hashes attachments without keeping them. */
public final class Attachments {
    /** More than this many in one mail are not listed. */
    public static final int MAX = 500;

    private Attachments() {}

    /**
     * Hashes content as it flows by.
     *
     * @param name as sent, encoded words allowed; {@code null} when there is none
     */
    public static Attachment hashed(@Nullable String name, String mediaType, InputStream content) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[8192];
        long size = 0;
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            digest.update(buffer, 0, n);
            size += n;
        }
        return described(name, mediaType, size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Hashes a file of a form. */
    public static Attachment hashed(FormField file) {
        MessageDigest digest = Sha256.digest();
        int size = file.update(digest);
        return described(
                file.filename(), file.contentType(), size, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * An attachment that somebody described.
     *
     * @param sha256 empty when the content is not here
     */
    public static Attachment described(@Nullable String name, String mediaType, long size, String sha256) {
        return new Attachment(
                name == null ? "" : TextBounds.name(MailHeaders.decodeWords(name)),
                TextBounds.name(mediaType),
                size,
                sha256);
    }
}
