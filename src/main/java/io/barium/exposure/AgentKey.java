package io.barium.exposure;

import io.barium.config.Secret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secret behind the pseudonyms of agents, kept outside of the database. */
public final class AgentKey {
    private static final int BYTES = 32;
    private static final String FILE = "agent.key";

    private AgentKey() {}

    /**
     * The configured secret, or the one in {@code dataDir/agent.key}, which is made when it is missing and which only
     * the owner may read. Blocks.
     *
     * @throws IOException when the file cannot be read or made
     */
    public static Secret load(Path dataDir, @Nullable Secret configured) throws IOException {
        if (configured != null) {
            return configured;
        }
        Files.createDirectories(dataDir);
        Path file = dataDir.resolve(FILE);
        if (!Files.exists(file)) {
            make(file);
        }
        String key = Files.readString(file).strip();
        if (!key.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new IOException("expected " + 2 * BYTES + " hexadecimal digits in " + file
                    + "; restore it, or set agentKey (BARIUM_AGENT_KEY)");
        }
        return new Secret(key);
    }

    private static void make(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(file, options, rights)) {
            out.write(java.nio.charset.StandardCharsets.US_ASCII.encode(
                    HexFormat.of().formatHex(key) + "\n"));
        } catch (FileAlreadyExistsException e) {
            return; // another process was quicker
        }
    }
}
