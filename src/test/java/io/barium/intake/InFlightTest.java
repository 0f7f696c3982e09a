package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.intake.Gathering.Taken;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void many_at_once_never_hold_more_than_the_budget_and_give_all_of_it_back() throws Exception {
        InFlight inFlight = new InFlight(10_000);
        AtomicLong most = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            all.add(threads.submit(() -> {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                for (int i = 0; i < 20_000; i++) {
                    try (InFlight.Share share = inFlight.open()) {
                        for (int g = 0; g < 10 && share.grow(random.nextInt(1, 1_000)); g++) {
                            most.accumulateAndGet(inFlight.held(), Math::max);
                        }
                    }
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        assertThat(most.get()).isBetween(5_000L, 10_000L);
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void one_alone_is_let_in_whatever_its_size() {
        InFlight inFlight = new InFlight(10);
        assertThat(inFlight.hasRoom(1_000)).isTrue();
        InFlight.Share large = inFlight.open();
        InFlight.Share other = inFlight.open();
        assertThat(large.grow(600)).isTrue();
        assertThat(large.grow(400)).isTrue();
        assertThat(other.grow(1)).isFalse();
        assertThat(inFlight.hasRoom(1)).isFalse();
        large.close();
        assertThat(other.grow(1)).isTrue();
        other.close();
        assertThat(inFlight.held()).isZero();
    }

    @Test
    void pieces_come_together_as_they_came_and_are_paid_for_as_they_come() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int size = random.nextInt(round % 10 == 0 ? 4_000_000 : 100_000);
            boolean announced = random.nextBoolean();
            InFlight inFlight = new InFlight(100 << 20);
            Gathering gathering = new Gathering(inFlight.open(), size, announced ? size : 0);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            while (expected.size() < size) {
                byte[] piece = new byte[Math.min(size - expected.size(), 1 + random.nextInt(1 + size / 3))];
                random.nextBytes(piece);
                expected.writeBytes(piece);
                assertThat(gathering.add(piece, piece.length)).isEqualTo(Taken.YES);
                long most = announced ? size : 2L * expected.size() + (32 << 10);
                assertThat(inFlight.held()).isBetween((long) expected.size(), most);
            }
            assertThat(gathering.size()).isEqualTo(size);
            assertThat(gathering.add(new byte[1], 1)).isEqualTo(Taken.TOO_LARGE);
            if (announced) {
                assertThat(inFlight.held()).isEqualTo(size);
            }
            assertThat(gathering.bytes()).isEqualTo(expected.toByteArray());
            gathering.drop();
            assertThat(inFlight.held()).isZero();
        }
    }

    @Test
    void a_gathering_without_room_says_so_and_lets_go() {
        InFlight inFlight = new InFlight(100_000);
        try (InFlight.Share other = inFlight.open()) {
            other.grow(50_000);
            Gathering gathering = new Gathering(inFlight.open(), 1 << 20, 0);
            byte[] piece = new byte[40_000];
            Arrays.fill(piece, (byte) 1);
            assertThat(gathering.add(piece, piece.length)).isEqualTo(Taken.NO_ROOM);
            gathering.drop();
            assertThat(inFlight.held()).isEqualTo(50_000);
        }
    }
}
