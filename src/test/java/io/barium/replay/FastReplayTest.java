package io.barium.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.replay.FastReplay.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FastReplayTest {
    @Test
    void a_seed_gives_the_same_world_and_conclusions_alone_or_among_many() {
        List<Judged> many = FastReplay.run(6, 40);
        List<Judged> alone = new ArrayList<>();
        for (long seed = 40; seed < 46; seed++) {
            alone.add(FastReplay.judge(seed));
        }
        assertThat(many).isEqualTo(alone);
    }

    @Test
    void counting_hits_alarms_within_days_where_evidence_waits_for_the_leak() {
        List<Judged> judged = FastReplay.run(12, 300);
        assertThat(judged).anyMatch(Judged::leaked).anyMatch(j -> !j.leaked());
        for (Judged j : judged) {
            assertThat(j.anyHit()).isNotNull().isLessThan(10);
            assertThat(j.threeDistinct()).isNotNull().isLessThan(10);
            assertThat(j.posterior()).isBetween(0.0, 1.0);
            if (j.confirmed() != null && j.leakDay() != null) {
                assertThat(j.confirmed()).isGreaterThan(j.leakDay());
                assertThat(j.watch()).isLessThanOrEqualTo(j.suspected());
                assertThat(j.suspected()).isLessThanOrEqualTo(j.confirmed());
            }
        }
        assertThat(judged.stream().filter(Judged::leaked).filter(j -> j.confirmed() != null))
                .hasSizeGreaterThan(
                        (int) (judged.stream().filter(Judged::leaked).count() / 2));
        assertThat(FastReplay.summary(judged)).containsEntry("  alarm by any hit", 1.0);
    }

    @Test
    void a_world_is_what_its_settings_say() {
        WorldSettings leaking = WorldSettings.leaking(100, WorldSettings.Leak.segment(3, .5), 60);
        World world = new World(leaking, 5);
        List<World.Wave> takers = taken(world);
        assertThat(takers).isNotEmpty().allSatisfy(w -> {
            assertThat(w.day()).isBetween(60.0, 120.0);
            assertThat(w.tokens()).allMatch(world::planted);
        });
        assertThat(taken(new World(WorldSettings.quiet(100), 5))).isEmpty();

        List<String> lines =
                taken(new World(
                                WorldSettings.leaking(
                                        100, WorldSettings.Leak.all(.5).dialledInOrder(), 60),
                                5))
                        .stream()
                        .filter(w -> w.way() == World.Way.PHONE)
                        .flatMap(w -> w.tokens().stream())
                        .toList();
        assertThat(lines).hasSizeGreaterThan(10).isSorted();

        List<Double> days =
                taken(new World(
                                WorldSettings.leaking(
                                        100, WorldSettings.Leak.all(.5).resold(91), 150),
                                5))
                        .stream()
                        .map(World.Wave::day)
                        .toList();
        assertThat(days).noneMatch(d -> d > 90 && d < 151).anyMatch(d -> d > 151);
    }

    @Test
    void controls_of_another_age_get_their_share_of_calls() {
        WorldSettings settings = WorldSettings.quiet(200).with(WorldSettings.Noise.USUAL.callingControls(.5));
        World world = new World(settings, 8);
        long planted = calls(world).filter(world::planted).count();
        long controls = calls(world).filter(t -> !world.planted(t)).count();
        assertThat(controls / (double) planted).isBetween(.42, .58);
    }

    private static Stream<String> calls(World world) {
        return world.waves().stream().filter(w -> w.way() == World.Way.PHONE).flatMap(w -> w.tokens().stream());
    }

    private static List<World.Wave> taken(World world) {
        return world.waves().stream()
                .filter(w -> w.campaign().startsWith("first") || w.campaign().startsWith("second"))
                .toList();
    }
}
