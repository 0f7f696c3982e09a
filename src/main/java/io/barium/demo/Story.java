package io.barium.demo;

import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.Player;
import io.barium.replay.live.SimulatedClock;
import io.barium.replay.live.Site;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The story of the 68,000 records at a tenth of its size, played against the running service over real HTTP and SMTP:
 * months of background noise, an agent who works through the customers in August and sells what she saw, the calls of
 * autumn. What is printed is what the service made of it. A story that was interrupted goes on where it was.
 */
public final class Story {
    private final Vertx vertx;
    private final Site site;
    private final SimulatedClock clock;
    private final LiveSettings settings = DemoSettings.story();
    private final String console;
    private final PrintStream out;

    /**
     * A story.
     *
     * @param site with the settings that {@link DemoSettings} made
     * @param clock that the service was started on
     * @param console URL of the service's pages
     * @param out where it is told
     */
    public Story(Vertx vertx, Site site, SimulatedClock clock, String console, PrintStream out) {
        this.vertx = vertx;
        this.site = site;
        this.clock = clock;
        this.console = console;
        this.out = out;
    }

    /**
     * Plays what has not been played yet.
     *
     * @param seconds that all of it is to take; 0 for as fast as it can
     * @throws IOException when the service does not do what the story says
     */
    public void play(int seconds) throws IOException, InterruptedException, SQLException {
        Instant last = newest();
        if (last != null) {
            clock.advance(last);
        }
        Teller teller = new Teller(out, clock);
        try (Player player = new Player(site, clock, settings)) {
            if (last != null && player.casting().members().isEmpty()) {
                throw new IOException("dataDir: " + site.settings().dataDir()
                        + " holds another story, of an earlier version; name another directory (BARIUM_DATA_DIR)");
            }
            Pace pace = new Pace(seconds, settings.leakDay() - 30, settings.days());
            Narrator narrator =
                    new Narrator(site, settings, player, teller, new Prologue(vertx, site, player, teller), pace);
            if (last != null) {
                narrator.resumed();
            }
            player.play(narrator);
            narrator.end(console);
        }
    }

    private @Nullable Instant newest() {
        OffsetDateTime at = site.pool()
                .query("select max(received_at) as at from journal")
                .execute()
                .await()
                .iterator()
                .next()
                .getOffsetDateTime("at");
        return at == null ? null : at.toInstant();
    }
}
