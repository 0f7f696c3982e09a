package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Ids of events: as the provider gave them where they can be stored and indexed, otherwise hashes. */
public final class EventIds {
    private static final int MAX_LENGTH = 200;

    private EventIds() {}

    /** The id as given, or its hash when it is overlong or has characters that are not printable ASCII. */
    public static String given(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && isPrintable(id)
                ? id
                : "sha256:" + Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isPrintable(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** An id for a mail that came without one: the same bytes to the same recipients are the same delivery. */
    public static String ofContent(byte[] raw, List<String> recipients) {
        MessageDigest digest = Sha256.digest();
        digest.update(raw);
        for (String recipient : recipients.stream().sorted().toList()) {
            digest.update((byte) 0);
            digest.update(recipient.getBytes(StandardCharsets.UTF_8));
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    /** An id made of words that are the same each time; their borders count. */
    public static String ofWords(List<String> words) {
        MessageDigest digest = Sha256.digest();
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
