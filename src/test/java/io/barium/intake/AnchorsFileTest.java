package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.intake.ChainWriter.Head;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the file of anchors, whatever order heads come in and whatever becomes of the file. */
class AnchorsFileTest {
    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private Path file;

    @BeforeEach
    void writeAsAnEarlierStart() throws Exception {
        file = dir.resolve("journal.anchors");
        noted(Anchors.open(vertx, file), head(UUID.randomUUID(), 19));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_head_that_is_told_late_does_not_take_the_place_of_a_newer_one() throws Exception {
        Anchors anchors = Anchors.open(vertx, file);
        UUID chain = UUID.randomUUID();
        noted(anchors, head(chain, 5), head(chain, 9), head(chain, 6));
        assertThat(position(chain)).isEqualTo(9);
        noted(anchors, head(chain, 7));
        assertThat(position(chain)).isEqualTo(9);
        noted(anchors, head(chain, 10));
        assertThat(position(chain)).isEqualTo(10);
    }

    @Test
    void the_end_of_a_chain_is_noted_though_the_next_one_has_begun() throws Exception {
        Anchors anchors = Anchors.open(vertx, file);
        UUID left = UUID.randomUUID();
        UUID next = UUID.randomUUID();
        noted(anchors, head(left, 5), head(left, 90), head(next, 0), head(left, 91));
        assertThat(position(left)).isEqualTo(91);
        assertThat(position(next)).isZero();
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void a_file_that_is_removed_is_made_again_with_all_that_was_in_it() throws Exception {
        Anchors anchors = Anchors.open(vertx, file);
        noted(anchors, head(UUID.randomUUID(), 5));
        Set<UUID> before = Anchors.read(file).anchors().keySet();
        Files.delete(file);
        UUID chain = UUID.randomUUID();
        noted(anchors, head(chain, 1));
        assertThat(Anchors.read(file).anchors().keySet())
                .containsAll(before)
                .contains(chain)
                .hasSize(3);
        noted(anchors, head(chain, 2));
        assertThat(position(chain)).isEqualTo(2);
        assertThat(Anchors.read(file).anchors()).hasSize(3);
    }

    @Test
    void what_could_not_be_noted_is_noted_with_the_next_one_and_on_a_line_of_its_own() throws Exception {
        Anchors anchors = Anchors.open(vertx, file);
        UUID first = UUID.randomUUID();
        noted(anchors, head(first, 5));
        Set<UUID> before = Anchors.read(file).anchors().keySet();
        Path aside = Files.move(file, dir.resolve("aside"));
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        UUID second = UUID.randomUUID();
        noted(anchors, head(second, 1));
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        UUID third = UUID.randomUUID();
        noted(anchors, head(third, 2));
        noted(anchors, head(first, 6));
        Anchors.Notes notes = Anchors.read(file);
        assertThat(notes.anchors().keySet()).containsAll(before).contains(second, third);
        assertThat(notes.damaged()).isEmpty();
        assertThat(position(first)).isEqualTo(6);
    }

    private static Head head(UUID chain, long position) {
        return new Head(chain, position, new byte[32]);
    }

    /** Notes heads one right after the other. */
    private void noted(Anchors anchors, Head... heads) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            for (Head head : heads) {
                anchors.note(head);
            }
            anchors.flush().onComplete(done);
        });
        done.future().await();
    }

    private long position(UUID chain) throws Exception {
        return Anchors.read(file).anchors().get(chain).position();
    }
}
