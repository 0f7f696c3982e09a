package io.barium.replay.live;

import io.barium.provider.kit.Sha256;
import io.barium.replay.World;
import io.barium.replay.World.Wave;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Plays a world against a running service, day by day on a simulated clock: cohorts are planted, people look at
 * records, and what the world holds is posted in order of its time. What happens at one moment is posted at once.
 */
public final class Player implements AutoCloseable {
    private static final int IN_FLIGHT = 24;
    private static final int WEEK = 7;
    private static final Duration NIGHT = Duration.ofSeconds(1);

    private final Site site;
    private final SimulatedClock clock;
    private final LiveSettings settings;
    private final SignedHooks hooks;
    private final Casting casting;
    private final Staging staging;
    private final Office office;
    private final Map<Integer, List<Wave>> days = new HashMap<>();
    private final MessageDigest digest = Sha256.digest();
    private long posts;
    private AccessLog.@Nullable Taken taken;

    /** What somebody adds to the days. */
    public interface Interlude {
        /** Nothing. */
        Interlude NONE = new Interlude() {};

        /**
         * A day begins; its cohort stands.
         *
         * @param day from the begin of the world; before it, negative
         */
        default void begin(int day) throws IOException, InterruptedException {}

        /**
         * Something of the world was posted, at the clock's time.
         *
         * @param leaked whether it follows from the leak
         */
        default void posted(Post post, boolean leaked) {}

        /** A day has ended; everything of it has been worked through. */
        default void end(int day) throws IOException, InterruptedException {}
    }

    /** A player of the world that the settings describe. */
    public Player(Site site, SimulatedClock clock, LiveSettings settings) throws SQLException {
        World world = new World(settings.world(), settings.seed());
        this.site = site;
        this.clock = clock;
        this.settings = settings;
        this.hooks = new SignedHooks(site.settings(), site.httpPort(), clock);
        this.casting = new Casting(world, settings.canaries());
        this.staging = new Staging(settings.seed(), casting);
        this.office = new Office(settings, site.support());
        casting.read(site.pool());
        staging.guess(site.siblings());
        for (Wave wave : world.waves()) {
            days.computeIfAbsent((int) Math.floor(wave.day()), d -> new ArrayList<>())
                    .add(wave);
        }
    }

    /**
     * Plays all days that do not end before the clock's time.
     *
     * @throws IOException when the service refuses what it should take
     */
    public void play(Interlude interlude) throws IOException, InterruptedException, SQLException {
        Instant from = clock.instant();
        for (int day = settings.firstDay(); day < settings.days(); day++) {
            if (settings.at(day + 1).minus(NIGHT).isAfter(from)) {
                play(day, interlude);
            }
        }
    }

    private void play(int day, Interlude interlude) throws IOException, InterruptedException, SQLException {
        clock.advance(settings.at(day));
        if (settings.plants(day)) {
            site.plant(settings.standing(day));
            casting.read(site.pool());
            staging.guess(site.siblings());
        }
        if (day < 0) {
            return;
        }
        office.work(day, rows());
        interlude.begin(day);
        List<Staging.Beat> beats = new ArrayList<>();
        for (Wave wave : days.getOrDefault(day, List.of())) {
            beats.addAll(staging.beats(wave, settings.at(wave.day()), this::left));
        }
        beats.sort(Comparator.comparing(Staging.Beat::at));
        for (Staging.Beat beat : beats) {
            clock.advance(beat.at());
            post(beat.posts());
            beat.posts().forEach(post -> interlude.posted(post, beat.leaked()));
        }
        clock.advance(settings.at(day + 1).minus(NIGHT));
        boolean readsAccesses = Math.floorMod(day, WEEK) == WEEK - 1 || day == settings.days() - 1;
        if (readsAccesses) {
            site.readAccesses();
        }
        if (readsAccesses || !beats.isEmpty()) {
            site.settle();
        }
        interlude.end(day);
    }

    /**
     * Posts now, at once, and waits for the answers.
     *
     * @throws IOException unless each is taken; one that an interrupted play posted before is passed over
     */
    public void post(List<Post> all) throws IOException {
        for (int i = 0; i < all.size(); i += IN_FLIGHT) {
            List<Post> part = all.subList(i, Math.min(all.size(), i + IN_FLIGHT));
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (Post post : part) {
                note(post);
                answers.add(hooks.send(post));
            }
            for (int n = 0; n < part.size(); n++) {
                int status;
                try {
                    status = answers.get(n).join();
                } catch (CompletionException e) {
                    throw new IOException("a hook of " + part.get(n).feed() + " was not answered", e.getCause());
                }
                boolean again = status == 406 && part.get(n).feed().equals(Feeds.MAIL);
                if (status != 200 && !again) {
                    throw new IOException("a hook of " + part.get(n).feed() + " was answered " + status);
                }
            }
        }
    }

    private void note(Post post) {
        posts++;
        String text = clock.instant() + post.feed() + post.id() + new TreeMap<>(post.fields());
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean left(int persona) {
        try {
            return taken().rows()
                    .contains(Objects.requireNonNull(casting.members().get(persona))
                            .row());
        } catch (SQLException e) {
            throw new IllegalStateException("the access log cannot be read", e);
        }
    }

    /** What left, as far as it is decided by now. */
    public AccessLog.Taken taken() throws SQLException {
        AccessLog.Taken known = taken;
        if (known == null) {
            known = office.log().taken(rows());
            taken = known;
        }
        return known;
    }

    /** Keys of the planted rows. */
    public List<String> rows() {
        return casting.members().values().stream().map(Casting.Member::row).toList();
    }

    /** The help desk. */
    public Office office() {
        return office;
    }

    /** Who plays. */
    public Casting casting() {
        return casting;
    }

    /** To post something of one's own. */
    public SignedHooks hooks() {
        return hooks;
    }

    /** Requests that were posted. */
    public long posts() {
        return posts;
    }

    /** SHA-256 over all that was posted and when; the same for the same settings. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JDK's SHA-256 can be cloned", e);
        }
    }

    @Override
    public void close() throws SQLException {
        office.close();
    }
}
