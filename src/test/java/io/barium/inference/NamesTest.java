package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void they_stand_where_an_ordinary_set_has_them() {
        SplittableRandom random = new SplittableRandom(20261127);
        TreeSet<String> oracle = new TreeSet<>(List.of("", "a", "aa", "\u00e4", "\ud83d\ude00"));
        for (int i = 0; i < 2_000; i++) {
            oracle.add(Integer.toString(random.nextInt(3_000), 3));
        }
        Names names = new Names(oracle);
        assertThat(names.size()).isEqualTo(oracle.size());
        int i = 0;
        for (String name : oracle) {
            assertThat(names.get(i)).isEqualTo(name);
            assertThat(names.find(name)).isEqualTo(i++);
        }
        for (int n = 0; n < 3_000; n++) {
            String name = Integer.toString(n, 3);
            assertThat(names.find(name) >= 0).isEqualTo(oracle.contains(name));
        }
    }

    @Test
    void years_share_what_is_large() {
        Grid grid = Grid.of(strata(), List.of(new Origin("all", 1, Map.of())), List.of());
        Grid year = grid.among(Map.of("s", 7)).on(List.of(1.0, 8.0));
        assertThat(year.tokens).isSameAs(grid.tokens);
        assertThat(year.stratum).isSameAs(grid.stratum);
        assertThat(year.members).isSameAs(grid.members);
        assertThat(year.starts()).containsExactly(1.0, 8.0);
        assertThat(year.siblings).containsExactly(7);
    }

    @Test
    void a_watch_keeps_none_of_the_objects_that_its_tokens_came_in() {
        List<WeakReference<?>> came = new ArrayList<>();
        Vigil vigil = vigil(came);
        await().untilAsserted(() -> {
            System.gc();
            assertThat(came).allSatisfy(c -> assertThat(c.get()).isNull());
        });
        assertThat(vigil.take("line", "any", new Cluster("c", 9, List.of("token 3"), Map.of(), 9)))
                .isTrue();
    }

    private static Vigil vigil(List<WeakReference<?>> came) {
        Map<String, String> strata = strata();
        Map<String, Origin.Presence> members = new TreeMap<>();
        strata.keySet().forEach(token -> {
            members.put(token, new Origin.Presence(0, 100));
            came.add(new WeakReference<>(token));
        });
        came.add(new WeakReference<>(strata));
        came.add(new WeakReference<>(members));
        List<Origin> origins = List.of(new Origin("all", 1, members));
        return new Vigil(0, List.of(new ChannelPlan("line", strata, Map.of(), origins, Map.of("any", 1.0), null)));
    }

    private static Map<String, String> strata() {
        Map<String, String> strata = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            strata.put("token " + i, "s");
        }
        return strata;
    }
}
