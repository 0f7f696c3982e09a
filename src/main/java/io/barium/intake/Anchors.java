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
import java.util.Collection;
import java.util.HashMap;
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
    private long notedAt = System.nanoTime() - AT_MOST_EVERY_NS;
    /** Of each chain the head that is to be noted. */
    private final Map<UUID, Head> pending = new LinkedHashMap<>();

    private boolean writing;
    private boolean waiting;
    /** Completes when the last write is over, never fails. */
    private Future<Void> last = Future.succeededFuture();
    /** From here on for the one write that is under way: of each chain the newest head, from earlier starts too. */
    private final Map<UUID, Head> known = new LinkedHashMap<>();
    /** Where the lines of this start's chains begin. */
    private final Map<UUID, Long> lines = new HashMap<>();
    /** Behind the last line that is whole. */
    private long end;
    /** Whether the file has everything that was noted before. */
    private boolean complete = true;

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
        Anchors anchors = new Anchors(vertx, file);
        read(file).anchors().forEach((chain, a) -> anchors.known.put(chain, new Head(chain, a.position(), a.hash())));
        try (FileChannel channel = anchors.channel()) {
            anchors.end = aligned(channel);
            channel.force(false);
        }
        return anchors;
    }

    /**
     * Notes the head of a chain: at once, or a tenth of a second after the note before. One that is older is passed.
     */
    void note(@Nullable Head head) {
        if (head == null) {
            return;
        }
        pending.merge(head.chain(), head, Anchors::newer);
        if (System.nanoTime() - notedAt >= AT_MOST_EVERY_NS) {
            write();
        } else {
            writeLater();
        }
    }

    /** Completes when the newest heads are noted, or could not be. */
    Future<Void> flush() {
        return last.transform(before -> {
            write();
            return last;
        });
    }

    private void writeLater() {
        if (!waiting) {
            waiting = true;
            long early = Math.max(0, AT_MOST_EVERY_NS - (System.nanoTime() - notedAt));
            vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(early), t -> {
                waiting = false;
                write();
            });
        }
    }

    private void write() {
        if (writing || pending.isEmpty()) {
            return;
        }
        List<Head> heads = List.copyOf(pending.values());
        pending.clear();
        writing = true;
        notedAt = System.nanoTime();
        last = vertx.executeBlocking(() -> write(heads)).transform(done -> {
            writing = false;
            if (done.failed()) {
                log.error(
                        "journal anchor cannot be noted file={} cause={}",
                        file,
                        done.cause().toString());
                // For the next note; by itself nothing is tried again.
                heads.forEach(head -> pending.merge(head.chain(), head, Anchors::newer));
            } else if (!pending.isEmpty()) {
                writeLater();
            }
            return Future.succeededFuture();
        });
    }

    private @Nullable Void write(List<Head> heads) throws IOException {
        List<Head> newest = heads.stream()
                .map(head -> known.merge(head.chain(), head, Anchors::newer))
                .toList();
        try (FileChannel channel = channel()) {
            if (channel.size() < end) {
                log.error("file of journal anchors was removed or cut, it is made again file={}", file);
                complete = false;
            }
            if (!complete) {
                lines.clear();
                end = aligned(channel);
            }
            write(channel, complete ? newest : known.values());
            complete = true;
        }
        return null;
    }

    /** The line of a chain is overwritten in place: its length never changes. A new one is known once it is whole. */
    private void write(FileChannel channel, Collection<Head> heads) throws IOException {
        for (Head head : heads) {
            long at = lines.getOrDefault(head.chain(), end);
            String line = String.format(
                    Locale.ROOT,
                    "%s %019d %s      \n",
                    head.chain(),
                    head.position(),
                    HexFormat.of().formatHex(head.hash()));
            writeAll(channel, line, at);
            lines.put(head.chain(), at);
            end = Math.max(end, at + LENGTH);
        }
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Where a line can begin behind everything that is there, also behind one that was not brought to its end. */
    private static long aligned(FileChannel channel) throws IOException {
        long size = channel.size();
        int odd = (int) (size % LENGTH);
        if (odd == 0) {
            return size;
        }
        writeAll(channel, "\n".repeat(LENGTH - odd), size);
        return size + LENGTH - odd;
    }

    private static void writeAll(FileChannel channel, String text, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    /** Batches are not always answered in their order. */
    private static Head newer(Head one, Head other) {
        return one.position() > other.position() ? one : other;
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
