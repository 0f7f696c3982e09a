package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.plant.NumberInventory.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberInventoryTest {
    @TempDir
    Path dir;

    @Test
    void reads_numbers_with_and_without_header_and_block() throws Exception {
        assertThat(read("number,block\n+12125550101,NY\n\"+442079460001\",LON\n")
                        .numbers())
                .containsExactly(new Line("+12125550101", 1, "US", "NY"), new Line("+442079460001", 44, "GB", "LON"));
        assertThat(read("\uFEFF+12125550101\r\n\r\n+493023125001\r\n").numbers())
                .containsExactly(new Line("+12125550101", 1, "US", "US"), new Line("+493023125001", 49, "DE", "DE"));
    }

    @Test
    void tells_every_fault_at_once_with_its_line() {
        assertThatThrownBy(() -> read("number\n+12125550101\n(212) 555-0102\n+12125550101\n+9999999999\n+1212555\n"))
                .isInstanceOfSatisfying(FaultyInventory.class, e -> {
                    assertThat(e).hasMessageContaining("support.numbers").hasMessageContaining("numbers.csv");
                    assertThat(e.faults()).hasSize(4);
                    assertThat(e.faults().get(0)).startsWith("line 3: ").contains("not E.164");
                    assertThat(e.faults().get(1)).startsWith("line 4: ").contains("line 2 already");
                    assertThat(e.faults().get(2)).startsWith("line 5: ").contains("country code");
                    assertThat(e.faults().get(3)).startsWith("line 6: ").contains("digits");
                });
        assertThatThrownBy(() -> read("number\n")).hasMessageContaining("no number in it");
    }

    @Test
    void the_sample_suffices_for_a_hundred_personas_and_their_controls() {
        long pairs = NumberInventory.sample().numbers().stream()
                .collect(Collectors.groupingBy(Line::block, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(n -> n / 2)
                .sum();
        assertThat(pairs).isGreaterThanOrEqualTo(100);
        assertThat(NumberInventory.sample().numbers().stream().map(Line::region).distinct())
                .containsExactlyInAnyOrderElementsOf(List.of("US", "GB", "DE", "FR"));
    }

    private NumberInventory read(String text) throws IOException {
        return NumberInventory.read(Files.writeString(dir.resolve("numbers.csv"), text));
    }
}
