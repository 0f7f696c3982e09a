package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that runs full soon. Mounting takes root; without it the test says so and is skipped. */
final class SmallDisk implements AutoCloseable {
    private final Path at;
    private final int megabytes;

    private SmallDisk(Path at, int megabytes) {
        this.at = at;
        this.megabytes = megabytes;
    }

    static SmallDisk mount(Path at, int megabytes) throws IOException {
        Files.createDirectories(at);
        int done = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", at.toString());
        assumeThat(done).as("mount -t tmpfs needs root").isZero();
        return new SmallDisk(at, megabytes);
    }

    /** Takes all the room that is left; closing gives it back. */
    Ballast fill() throws IOException {
        Path file = at.resolve("ballast");
        byte[] block = new byte[1024];
        try (var out = Files.newOutputStream(file)) {
            for (int n = 0; n < 1 << 20; n++) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
        return () -> Files.delete(file);
    }

    /** What fills a disk. */
    interface Ballast extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static int run(String... command) throws IOException {
        return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", at.toString());
    }

    @Override
    public String toString() {
        return "a disk of " + megabytes + " MB";
    }
}
