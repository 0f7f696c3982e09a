package io.barium.mail.imap;

import io.barium.config.Secret;
import io.barium.provider.kit.EventIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh token in use. Some servers give another one with each access token and let the configured one grow old,
 * so the newest is kept in a file that only its owner reads; it counts as long as the configured one stays the same.
 */
final class RefreshToken {
    private static final Logger log = LoggerFactory.getLogger(RefreshToken.class);

    private final String configured;
    private final Path file;
    private String current;

    RefreshToken(Secret configured, Path file) {
        this.configured = EventIds.ofContent(configured.reveal().getBytes(StandardCharsets.UTF_8), List.of());
        this.file = file;
        this.current = kept(configured.reveal());
    }

    String current() {
        return current;
    }

    /** Another one from now on; one that cannot be written down counts until the end of this process. */
    void replace(String other) {
        if (other.equals(current)) {
            return;
        }
        current = other;
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, configured + "\n" + other + "\n");
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("imap refresh token cannot be kept (dataDir) file={} cause={}", file, e.toString());
        }
    }

    private String kept(String otherwise) {
        try {
            List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
            return lines.size() == 2 && lines.get(0).equals(configured) ? lines.get(1) : otherwise;
        } catch (IOException e) {
            log.warn("imap refresh token cannot be read (dataDir) file={} cause={}", file, e.toString());
            return otherwise;
        }
    }
}
