package io.barium;

import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.provider.Providers;
import io.barium.replay.live.LiveReplay;
import io.barium.replay.live.LiveService;
import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.SimulatedClock;
import io.barium.seed.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the service for a world, plays the world against it, and leaves nothing behind. */
final class LiveRun {
    private LiveRun() {}

    /**
     * Plays a world.
     *
     * @param customers of the sample help desk
     * @param config settings that name empty databases; {@code null} for embedded ones in a temporary directory
     */
    static LiveReplay.Outcome play(LiveSettings world, int customers, @Nullable Path config) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("BARIUM_SUPPORT_NAME", "helpdesk");
        Settings base = SettingsReader.read(config, environment, Providers.variants());
        Path dir = Files.createTempDirectory("barium-replay");
        try {
            Settings settings = LiveService.over(base, dir, world.seed(), world.canaries());
            SimulatedClock clock = new SimulatedClock(world.begin());
            try (App app = App.start(settings, clock, null)) {
                Stopping.of(app);
                LiveSite.fill(
                        Objects.requireNonNull(app.databases().support()), world.seed(), customers, Progress.NONE);
                try (LiveSite site = LiveSite.of(app, settings, clock, world.canaries())) {
                    return new LiveReplay(site, clock, world).run();
                }
            }
        } finally {
            clear(dir);
        }
    }

    private static void clear(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
