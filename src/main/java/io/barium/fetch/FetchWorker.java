package io.barium.fetch;

import io.barium.config.Settings.Source;
import io.barium.intake.Entry;
import io.barium.intake.Journal;
import io.barium.loop.Rounds;
import io.barium.loop.WakeLoop;
import io.barium.provider.Fetching;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reading;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what journalled requests only point to, and journals it as an addition to their contact. What cannot be
 * fetched is tried again for three days, longer apart each time; the contact itself waits for nothing.
 */
public final class FetchWorker {
    private static final Logger log = LoggerFactory.getLogger(FetchWorker.class);
    private static final int ROWS = 200;
    private static final int AT_ONCE = 8;
    private static final long PATIENCE_MS = 60_000;
    private static final Duration LEASE = Duration.ofMinutes(3);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration MOST_WAIT = Duration.ofHours(2);
    private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);

    private final FetchTable table;
    private final Fetcher fetcher;
    private final Journal journal;
    private final Map<String, Source> sources = new HashMap<>();
    private final Clock clock;
    private final WakeLoop loop;

    /** A worker, not yet started. */
    public FetchWorker(Vertx vertx, Pool pool, Fetcher fetcher, Journal journal, List<Source> sources, Clock clock) {
        this.table = new FetchTable(pool);
        this.fetcher = fetcher;
        this.journal = journal;
        sources.forEach(s -> this.sources.put(s.id(), s));
        this.clock = clock;
        this.loop = new WakeLoop(vertx, "fetching", this::work);
    }

    /** Begins. */
    public void start() {
        loop.start();
    }

    /** Ends; completes when what is in hand is done. */
    public Future<Void> stop() {
        return loop.stop();
    }

    /** Takes over what the journal points to and fetches what is due, until nothing is. The number of things done. */
    public Future<Integer> work() {
        return Rounds.of(this::round);
    }

    private Future<Rounds.Round> round() {
        return table.enlist(ROWS)
                .compose(enlisted -> table.claim(clock.instant(), LEASE, AT_ONCE)
                        .compose(tasks -> Future.join(
                                        tasks.stream().map(this::fetch).toList())
                                .map(v -> enlisted + tasks.size())))
                .map(done -> new Rounds.Round(done, done > 0));
    }

    private Future<Void> fetch(FetchTask task) {
        Source source = sources.get(task.source());
        Provider provider = source == null ? null : Providers.byId(source.provider());
        if (source == null || provider == null) {
            return failed(task, "sources[id=" + task.source() + "] is not configured here");
        }
        return fetcher.get(provider, task.fetch(), source, PATIENCE_MS)
                .compose(content -> take(task, provider, source, content))
                .recover(e -> failed(task, String.valueOf(e.getMessage())));
    }

    private Future<Void> take(FetchTask task, Provider provider, Source source, Fetched content) {
        Reading reading;
        try {
            reading = ((Fetching) provider).fetched(task.fetch(), content, source);
        } catch (MalformedHook e) {
            return Future.failedFuture(e);
        }
        if (!(reading instanceof Reading.Contacts contacts)) {
            return table.done(task);
        }
        Map<String, Object> transport =
                Map.of("fetched", task.fetch().url(), "kind", task.fetch().kind(), "of", Long.toString(task.seq()));
        return Future.join(contacts.contacts().stream()
                        .map(c -> journal.append(
                                Entry.of(source.id(), provider.id(), content.at(), c, transport, content.body())
                                        .in(task.thread())))
                        .toList())
                .compose(v -> table.add(task, contacts.fetches(), clock.instant()))
                .compose(v -> table.done(task))
                .onSuccess(v -> log.info(
                        "fetched source={} kind={} seq={} bytes={}",
                        task.source(),
                        task.fetch().kind(),
                        task.seq(),
                        content.body().length));
    }

    private Future<Void> failed(FetchTask task, String why) {
        Instant now = clock.instant();
        boolean givenUp = now.isAfter(task.firstAt().plus(GIVE_UP_AFTER));
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(task.attempts() - 1, 8));
        if (wait.compareTo(MOST_WAIT) > 0) {
            wait = MOST_WAIT;
        }
        log.warn(
                "fetch {} source={} kind={} seq={} attempts={} cause={}",
                givenUp ? "given up" : "failed, will be tried again",
                task.source(),
                task.fetch().kind(),
                task.seq(),
                task.attempts(),
                why);
        return table.failed(task, Objects.requireNonNull(why), givenUp, now.plus(wait));
    }
}
