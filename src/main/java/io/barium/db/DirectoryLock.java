package io.barium.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a directory for one process. The system gives it back when the process ends, however it ends. */
public final class DirectoryLock implements AutoCloseable {
    private static final String DATA_FILE = "barium.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a directory, which is made when it is missing.
     *
     * @param file that is locked in it; it stays
     * @param setting that names it
     * @param variable of the environment that does
     * @throws IOException when another holds it, or it cannot be written to
     */
    public static DirectoryLock take(Path directory, String file, String setting, String variable) throws IOException {
        Path home = directory.toAbsolutePath().normalize();
        FileChannel channel;
        try {
            Files.createDirectories(home);
            channel = FileChannel.open(home.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(setting + " " + home + " cannot be written to (" + variable + ")", e);
        }
        @Nullable FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IOException(setting + " " + home + " is in use by another Barium; stop it or set " + variable);
        }
        return new DirectoryLock(channel);
    }

    /** Takes the data directory, which each process needs for itself. */
    public static DirectoryLock ofData(Path dataDir) throws IOException {
        return take(dataDir, DATA_FILE, "dataDir", "BARIUM_DATA_DIR");
    }

    /** Whether the data directory was ever taken. */
    static boolean knows(Path dataDir) {
        return Files.exists(dataDir.resolve(DATA_FILE));
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
