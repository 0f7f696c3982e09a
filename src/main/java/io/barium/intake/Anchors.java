package io.barium.intake;

import io.barium.intake.ChainWriter.Head;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the head of each chain is noted outside of the database: a text file, a line a chain. Whoever takes the newest
 * rows away, or rewrites a chain from some row on with all hashes after it, has this file against him.
 */
public final class Anchors {
    private static final Logger log = LoggerFactory.getLogger(Anchors.class);
    private static final long AT_MOST_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Of a line, and a divisor of every disk's sector: a line that is overwritten is never half old and half new. */
    private static final int LENGTH = 128;

    private static final Pattern NOTE =
            Pattern.compile("(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}) (\\d{19}) (\\p{XDigit}{64}) *");

    /**
     * What is known of a chain.
     *
     * @param position of a row
     * @param hash of that row
     */
    record Anchor(long position, byte[] hash) {}

    /**
     * What a file holds.
     *
     * @param anchors the newest one of each chain
     * @param damaged numbers of the lines, from 1, that hold something else
     */
    record Notes(Map<UUID, Anchor> anchors, List<Integer> damaged) {}

    private final Vertx vertx;
    private final Path file;
    private @Nullable UUID lineOf;
    private long lineAt;
    private long notedAt = System.nanoTime() - AT_MOST_EVERY_NS;
    private @Nullable Head pending;
    private boolean writing;
    private boolean waiting;
    private Future<Void> last = Future.succeededFuture();

    private Anchors(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    /**
     * Opens the file, made when it is missing.
     *
     * @throws IOException when it cannot be read or written
     */
    public static Anchors open(Vertx vertx, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
        return new Anchors(vertx, file);
    }

    /** Notes the head of a chain: at once, or a tenth of a second after the note before. */
    void note(@Nullable Head head) {
        pending = head == null ? pending : head;
        long early = AT_MOST_EVERY_NS - (System.nanoTime() - notedAt);
        if (early <= 0) {
            write();
        } else if (!waiting) {
            waiting = true;
            vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(early), t -> {
                waiting = false;
                write();
            });
        }
    }

    /** Completes when the newest head is noted. */
    Future<Void> flush() {
        write();
        return last.transform(done -> pending == null ? Future.succeededFuture() : flush());
    }

    private void write() {
        Head head = pending;
        if (writing || head == null) {
            return;
        }
        pending = null;
        writing = true;
        notedAt = System.nanoTime();
        last = vertx.executeBlocking(() -> write(head)).onComplete(done -> {
            writing = false;
            if (done.failed()) {
                log.error(
                        "journal anchor cannot be noted file={} cause={}",
                        file,
                        done.cause().toString());
            }
            if (pending != null) {
                note(null);
            }
        });
    }

    /** The line of a chain is overwritten in place: its length never changes. */
    private @Nullable Void write(Head head) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (!head.chain().equals(lineOf)) {
                lineOf = head.chain();
                lineAt = beginLine(channel);
            }
            String line = String.format(
                    Locale.ROOT,
                    "%s %019d %s      \n",
                    head.chain(),
                    head.position(),
                    HexFormat.of().formatHex(head.hash()));
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), lineAt);
        }
        return null;
    }

    /** Behind everything that is there, also behind a line that was not brought to its end. */
    private static long beginLine(FileChannel channel) throws IOException {
        long size = channel.size();
        int odd = (int) (size % LENGTH);
        if (odd == 0) {
            return size;
        }
        channel.write(ByteBuffer.wrap("\n".repeat(LENGTH - odd).getBytes(StandardCharsets.US_ASCII)), size);
        return size + LENGTH - odd;
    }

    /** What is noted in a file; nothing where there is none. */
    static Notes read(Path file) throws IOException {
        Map<UUID, Anchor> anchors = new LinkedHashMap<>();
        List<Integer> damaged = new ArrayList<>();
        // In ISO 8859-1 every byte is a character, whatever became of the file.
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        for (int i = 0; i < lines.size(); i++) {
            Matcher note = NOTE.matcher(lines.get(i));
            if (note.matches()) {
                anchors.put(
                        UUID.fromString(note.group(1)),
                        new Anchor(Long.parseLong(note.group(2)), HexFormat.of().parseHex(note.group(3))));
            } else if (!lines.get(i).isEmpty()) {
                damaged.add(i + 1);
            }
        }
        return new Notes(anchors, damaged);
    }
}
