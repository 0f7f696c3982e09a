package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.model.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against a hash map of the JDK that holds the same. */
class TokenIndexTest {
    private final TokenIndex index = new TokenIndex();
    private final Map<Long, List<Integer>> oracle = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(20261125);

    private void add(long hash, int id) {
        index.add(hash, id);
        oracle.computeIfAbsent(hash, k -> new ArrayList<>()).add(id);
    }

    private void check() {
        oracle.forEach((hash, ids) -> assertThat(index.find(hash))
                .containsExactlyInAnyOrder(ids.stream().mapToInt(i -> i).toArray()));
        for (int i = 0; i < 100_000; i++) {
            long hash = random.nextLong() | 1;
            if (!oracle.containsKey(hash)) {
                assertThat(index.find(hash)).isEmpty();
            }
        }
        assertThat(index.size())
                .isEqualTo(oracle.values().stream().mapToLong(List::size).sum());
    }

    @Test
    void what_was_added_one_by_one_is_found_and_nothing_else() {
        for (int i = 0; i < 150_000; i++) {
            add(random.nextLong() | 1, i);
            if (i == 100 || i == 30_000) {
                check();
            }
        }
        check();
    }

    @Test
    void what_was_expected_is_found_whether_more_or_fewer_come() {
        for (int i = 0; i < 30_000; i++) {
            add(random.nextLong() | 1, i);
        }
        index.expect(60_000);
        for (int i = 0; i < 90_000; i++) {
            add(random.nextLong() | 1, i);
        }
        check();
        index.expect(40_000);
        for (int i = 0; i < 10; i++) {
            add(random.nextLong() | 1, i);
        }
        check();
        for (int i = 0; i < 20_000; i++) {
            add(random.nextLong() | 1, i);
        }
        check();
    }

    @Test
    void tokens_that_share_a_notation_are_all_found() {
        long[] shared = random.longs(500).map(h -> h | 1).toArray();
        for (int i = 0; i < 30_000; i++) {
            add(i % 3 == 0 ? shared[i % 500] : random.nextLong() | 1, i);
        }
        check();
    }

    @Test
    void hashes_at_both_ends_and_in_one_heap_are_found() {
        for (int i = 1; i < 500; i++) {
            add(i, i);
            add(-i, i);
            add(1L << 63 | i, i);
        }
        check();
        index.expect(100_000);
        for (int i = 1; i < 500; i++) {
            add(-1, i);
        }
        check();
    }

    @Test
    void kinds_do_not_mix_and_an_id_that_is_too_large_is_refused() {
        index.add(TokenKind.PHONE, "12125550123", 7);
        assertThat(index.find(TokenKind.PHONE, "12125550123")).containsExactly(7);
        assertThat(index.find(TokenKind.TICKET, "12125550123")).isEmpty();
        assertThatThrownBy(() -> index.add(TokenKind.PHONE, "1", 1L << 31)).isInstanceOf(ArithmeticException.class);
    }
}
