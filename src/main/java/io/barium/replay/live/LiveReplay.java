package io.barium.replay.live;

import io.barium.inference.Level;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays a world against a running service and holds what it concluded beside the truth. */
public final class LiveReplay {
    private final Site site;
    private final SimulatedClock clock;
    private final LiveSettings settings;
    private final Naive naive = new Naive();
    private final Map<Level, Instant> reached = new EnumMap<>(Level.class);
    private long verdicts;
    private VerdictLog.@Nullable Entry last;

    /**
     * What came of it.
     *
     * @param truth what really left
     * @param personas that were planted
     * @param posts requests that were posted
     * @param contacts of them that are contacts of their own, as the journal counts them
     * @param credible contacts with planted records
     * @param reached when each level was first reached
     * @param verdicts rows of the verdict log
     * @param last verdict of the newest contact; {@code null} where the service keeps none
     * @param anyHit when the first of the simpler rules gave alarm; {@code null} for never
     * @param threeDistinct when the second did
     * @param accused by the third
     * @param fingerprint of what was played
     * @param seconds that it took
     */
    public record Outcome(
            LiveSettings settings,
            AccessLog.Taken truth,
            int personas,
            long posts,
            long contacts,
            long credible,
            Map<Level, Instant> reached,
            long verdicts,
            VerdictLog.@Nullable Entry last,
            @Nullable Instant anyHit,
            @Nullable Instant threeDistinct,
            Naive.Accused accused,
            String fingerprint,
            double seconds) {

        /** As a document for programs. */
        public JsonObject json() {
            return LiveReport.json(this);
        }

        /** As lines for people. */
        public List<String> lines() {
            return LiveReport.lines(this);
        }
    }

    /**
     * A replay.
     *
     * @param site a service that holds nothing yet, started on the clock
     */
    public LiveReplay(Site site, SimulatedClock clock, LiveSettings settings) {
        this.site = site;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Plays it to the end.
     *
     * @throws IOException when the database holds contacts already, or the service refuses what it should take
     */
    public Outcome run() throws IOException, InterruptedException, SQLException {
        if (count("select count(*) as n from journal") > 0) {
            throw new IOException("database.url: expected an empty database, found contacts in it");
        }
        VerdictLog verdictLog = new VerdictLog(site.pool());
        HitLog hitLog = new HitLog(site.pool());
        try (Player player = new Player(site, clock, settings)) {
            long begun = System.nanoTime();
            player.play(new Player.Interlude() {
                @Override
                public void end(int day) {
                    hitLog.fresh().forEach(h -> naive.take(h.at(), h.row()));
                    verdictLog.fresh().forEach(LiveReplay.this::take);
                }
            });
            double seconds = (double) (System.nanoTime() - begun) / TimeUnit.SECONDS.toNanos(1);
            return new Outcome(
                    settings,
                    player.taken(),
                    player.rows().size(),
                    player.posts(),
                    count("select count(*) as n from sighting where seq = contact_seq"),
                    naive.contacts(),
                    reached,
                    verdicts,
                    last,
                    naive.anyHit(),
                    naive.threeDistinct(),
                    naive.mostHits(player.office().log().accesses(player.rows())),
                    player.fingerprint(),
                    seconds);
        }
    }

    private void take(VerdictLog.Entry entry) {
        verdicts++;
        last = entry;
        for (Level level : Level.values()) {
            if (level != Level.QUIET && level.compareTo(entry.level()) <= 0) {
                reached.putIfAbsent(level, entry.at());
            }
        }
    }

    private long count(String sql) {
        return site.pool().query(sql).execute().await().iterator().next().getLong("n");
    }
}
