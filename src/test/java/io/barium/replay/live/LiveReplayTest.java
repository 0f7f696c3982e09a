package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.LiveBed;
import io.barium.inference.Level;
import io.barium.replay.live.LiveSettings.Through;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small world, played against a whole service over HTTP and held against what PostgreSQL has of it afterwards. */
class LiveReplayTest {
    private static final LiveSettings WORLD =
            new LiveSettings(11, 24, LiveSettings.START, 60, Through.AGENT, 31, 2, .9, .5, .5);

    @TempDir
    static Path dir;

    private static LiveBed bed;
    private static Player player;
    private static final Map<String, Played> played = new LinkedHashMap<>();

    private record Played(Post post, Instant at, boolean leaked) {}

    @BeforeAll
    static void play() throws Exception {
        bed = new LiveBed(dir.resolve("first"), WORLD);
        player = new Player(bed.site(), bed.clock, WORLD);
        player.play(new Player.Interlude() {
            @Override
            public void posted(Post post, boolean leaked) {
                played.put(eventId(post), new Played(post, bed.clock.instant(), leaked));
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        player.close();
        bed.close();
    }

    @Test
    void everything_that_is_played_is_journalled_in_order_of_simulated_time() {
        List<String> journalled = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        for (Row r : rows("select event_id, received_at from journal order by seq")) {
            journalled.add(r.getString("event_id"));
            times.add(r.getOffsetDateTime("received_at").toInstant());
        }
        assertThat(played).hasSizeGreaterThan(80);
        assertThat(journalled).containsExactlyInAnyOrderElementsOf(played.keySet());
        assertThat(times).isSorted();
        assertThat(times)
                .isEqualTo(journalled.stream()
                        .map(id -> Objects.requireNonNull(played.get(id)).at())
                        .toList());
        assertThat(times.get(0)).isBetween(WORLD.at(0), WORLD.at(10));
        assertThat(times.get(times.size() - 1)).isBetween(WORLD.at(50), WORLD.at(60));
    }

    @Test
    void every_contact_is_matched_to_the_token_that_it_went_to() {
        Map<String, Set<String>> matched = new TreeMap<>();
        for (Row r : rows("""
                select j.event_id, t.value from journal j
                left join (sighting_token st join token t on t.id = st.token_id) on st.seq = j.seq
                """)) {
            Set<String> values = matched.computeIfAbsent(r.getString("event_id"), e -> new HashSet<>());
            if (r.getString("value") != null) {
                values.add(r.getString("value"));
            }
        }
        Set<String> registered = new HashSet<>();
        rows("select value from token").forEach(r -> registered.add(r.getString("value")));
        played.forEach((id, p) -> {
            String reached = p.post().reached();
            assertThat(matched.getOrDefault(id, Set.of()).contains(reached))
                    .as(id)
                    .isEqualTo(registered.contains(reached));
            String text = String.join(" ", p.post().fields().values());
            if (p.leaked() && text.contains("your request HD-")) {
                assertThat(matched.get(id))
                        .as("and to the ticket that it quotes")
                        .hasSizeGreaterThan(1);
            }
        });
    }

    @Test
    void planted_and_control_tokens_are_reached_alike_and_leaked_rows_by_the_actor_alone() throws Exception {
        Map<String, Long> reached = new TreeMap<>();
        rows("select t.role, count(distinct t.id) as n from sighting_token st join token t on t.id = st.token_id group by 1")
                .forEach(r -> reached.put(r.getString("role"), r.getLong("n")));
        assertThat(reached.get("CONTROL")).isGreaterThan(10);
        assertThat(reached.get("PLANTED")).isGreaterThan(10);

        Set<String> rows = player.taken().rows();
        Set<String> owned = new HashSet<>();
        for (Casting.Member member : player.casting().members().values()) {
            if (rows.contains(member.row())) {
                owned.add(member.email());
                owned.add(member.phone());
            }
        }
        assertThat(rows).hasSizeBetween(2, 12);
        assertThat(player.taken().key()).isEqualTo("agent:" + player.office().insider());
        List<Played> leaked = played.values().stream().filter(Played::leaked).toList();
        assertThat(leaked).isNotEmpty().allSatisfy(p -> {
            assertThat(owned).contains(p.post().reached());
            assertThat(p.at()).isAfter(WORLD.at(33));
            assertThat(p.post().fields().toString()).containsAnyOf("+120255501", Voices.ACTOR_DOMAIN);
        });
    }

    @Test
    void a_campaign_of_the_background_has_a_block_of_numbers_and_a_text_of_its_own() {
        Map<String, Set<String>> blocks = new TreeMap<>();
        Map<String, Set<String>> texts = new TreeMap<>();
        for (Played p : played.values()) {
            Map<String, String> f = p.post().fields();
            String campaign = p.post().id().split(" ", 3)[1];
            if (p.leaked()) {
                continue;
            }
            if (f.containsKey("From") && p.post().feed().equals(Feeds.PHONE)) {
                blocks.computeIfAbsent(campaign, c -> new HashSet<>())
                        .add(f.get("From").substring(0, 10));
            }
            for (String field : List.of("TranscriptionText", "Body", "body-plain")) {
                if (f.containsKey(field)) {
                    texts.computeIfAbsent(campaign, c -> new HashSet<>()).add(f.get(field));
                }
            }
        }
        assertThat(blocks.values())
                .hasSizeGreaterThan(20)
                .allSatisfy(b -> assertThat(b).hasSize(1));
        assertThat(texts.values())
                .hasSizeGreaterThan(10)
                .allSatisfy(t -> assertThat(t).hasSize(1));
        assertThat(new HashSet<>(blocks.values())).as("blocks").hasSize(blocks.size());
        assertThat(new HashSet<>(texts.values())).as("texts").hasSize(texts.size());
    }

    @Test
    void the_insider_has_looked_at_what_left_before_it_left_and_at_more_than_her_colleagues() throws Exception {
        Map<String, Map<String, Instant>> accesses = player.office().log().accesses(player.rows());
        Map<String, Instant> hers = accesses.getOrDefault(player.office().insider(), Map.of());
        assertThat(hers.keySet()).containsAll(player.taken().rows());
        player.taken().rows().forEach(row -> assertThat(hers.get(row)).isBefore(WORLD.leakAt()));
        long more =
                accesses.values().stream().filter(a -> a.size() > hers.size()).count();
        assertThat(more).as("only who made an export has seen as much").isLessThanOrEqualTo(1);
    }

    @Test
    void the_same_seed_plays_the_same_and_verdicts_are_read_beside_the_truth() throws Exception {
        try (LiveBed again = new LiveBed(dir.resolve("second"), WORLD)) {
            Pool pool = again.site().pool();
            standIn(pool);
            LiveReplay.Outcome outcome = new LiveReplay(again.site(), again.clock, WORLD).run();
            assertThat(outcome.fingerprint()).isEqualTo(player.fingerprint());
            assertThat(outcome.posts()).isEqualTo(played.size());
            assertThat(outcome.truth().share()).isBetween(.15, .35);
            assertThat(outcome.anyHit()).isNotNull();
            JsonObject json = outcome.json();
            assertThat(json.getJsonObject("truth").getString("origin")).startsWith("agent:");
            assertThat(json.getJsonObject("truth").getInteger("leakDay")).isEqualTo(31);
            assertThat(json.getJsonObject("played").getDouble("daysPerSecond")).isPositive();
            if (outcome.verdicts() == 1) {
                assertThat(outcome.reached()).containsOnlyKeys(Level.CONTACT, Level.WATCH);
                assertThat(String.join("\n", outcome.lines()))
                        .contains("concluded  WATCH     on day 2")
                        .contains("taken between 2019-01-01 and 2019-01-03")
                        .contains("through agent 7b3f 61 %");
            }
        }
    }

    /** Where casework keeps no verdicts of its own, one stands in for them. */
    private static void standIn(Pool pool) {
        if (new VerdictLog(pool).kept()) {
            return;
        }
        pool.query("""
                create table verdict (case_id bigint, seq bigint, at timestamptz, level text, log_e float8,
                                      posterior float8, document text);
                insert into verdict values (1, 1, '2019-01-03T12:00:00Z', 'WATCH', 3.2, 0.33, '{"window":
                    {"from": "2019-01-01T00:00:00Z", "until": "2019-01-03T00:00:00Z"},
                    "origins": [{"key": "agent:7b3f", "label": "agent 7b3f", "probability": 0.61}]}')
                """).execute().await();
    }

    private static Iterable<Row> rows(String sql) {
        return bed.site().pool().query(sql).execute().await();
    }

    private static String eventId(Post post) {
        Map<String, String> f = post.fields();
        if (post.feed().equals(Feeds.MAIL)) {
            return Post.key(post.id(), 50);
        }
        if (f.containsKey("MessageSid")) {
            return f.get("MessageSid");
        }
        return f.containsKey("TranscriptionSid")
                ? f.get("TranscriptionSid") + ":completed"
                : f.get("CallSid") + ":ringing";
    }
}
