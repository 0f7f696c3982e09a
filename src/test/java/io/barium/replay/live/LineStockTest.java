package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.plant.NumberInventory;
import io.barium.plant.NumberInventory.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineStockTest {
    @TempDir
    Path dir;

    @Test
    void all_that_there_is_are_numbers_in_blocks_of_fifty_none_twice() throws Exception {
        NumberInventory inventory =
                NumberInventory.read(Files.writeString(dir.resolve("all.csv"), LineStock.csv(6_000)));
        assertThat(inventory.numbers()).hasSize(6_000);
        Map<String, List<Line>> blocks = inventory.numbers().stream().collect(Collectors.groupingBy(Line::block));
        assertThat(blocks.values())
                .hasSize(120)
                .allSatisfy(b -> assertThat(b)
                        .hasSize(50)
                        .allSatisfy(
                                l -> assertThat(l.region()).isEqualTo(l.block().substring(0, 2))));
        assertThatThrownBy(() -> LineStock.csv(6_001)).hasMessageContaining("at most 3000");
    }

    @Test
    void the_last_block_may_be_smaller() throws Exception {
        NumberInventory inventory = NumberInventory.read(Files.writeString(dir.resolve("few.csv"), LineStock.csv(120)));
        assertThat(inventory.numbers().stream().map(l -> "phone " + l.block()).distinct())
                .containsExactlyElementsOf(LineStock.strata(120));
        assertThat(inventory.numbers()).hasSize(120);
    }
}
