package io.barium.faults;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Everybody who posts: Mailgun, Twilio, a generic source and a foreign mail server, each at a steady rate whatever the
 * service does. What is not acknowledged comes again with growing waits, at the next process where there are several;
 * some of what was acknowledged comes again too, as from a provider that missed the answer.
 */
final class Providers implements AutoCloseable {
    private static final int LONGEST_WAIT_MS = 3_000;
    private static final int CANARIES_OF_10 = 3;
    private static final int MISSED_OF_100 = 10;
    /** What is not acknowledged yet: with more, a provider queues at its own side. */
    private static final int MOST_OPEN = 400;

    private final String label;
    private final List<Target> targets;
    private final int personas;
    private final Random random;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService mailServers = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ScheduledFuture<?>> sources = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<Integer, AtomicInteger> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();

    /**
     * Providers that are still silent.
     *
     * @param label of this load; its events are told from those of other loads by it
     * @param personas how many canaries can be reached
     */
    Providers(String label, List<Target> targets, int personas, long seed) {
        this.label = label;
        this.targets = List.copyOf(targets);
        this.personas = personas;
        this.random = new Random(seed);
    }

    /** Begins: each of the four posts so many events a second. */
    Providers start(int perSecond) {
        source("mg", perSecond, (event, target) -> post(Requests.mailgun(event, target)));
        source("tw", perSecond, (event, target) -> post(Requests.twilio(event, target)));
        source("ge", perSecond, (event, target) -> post(Requests.generic(event, target)));
        source(
                "sm",
                perSecond,
                (event, target) -> CompletableFuture.supplyAsync(
                        () -> SmtpPeer.deliver(event, target, event.address()), mailServers));
        return this;
    }

    private void source(String name, int perSecond, BiFunction<Event, Target, CompletableFuture<Boolean>> attempt) {
        sources.add(timer.scheduleAtFixedRate(
                () -> {
                    if (open.get() < MOST_OPEN) {
                        open.incrementAndGet();
                        send(event(name), attempt, 0);
                    }
                },
                0,
                1_000_000 / perSecond,
                TimeUnit.MICROSECONDS));
    }

    private synchronized Event event(String source) {
        int n = number.incrementAndGet();
        int canary = random.nextInt(10) < CANARIES_OF_10 ? random.nextInt(personas) : -1;
        Event event = new Event("evt-%s-%s-%d".formatted(label, source, n), n, canary);
        events.add(event);
        return event;
    }

    private CompletableFuture<Boolean> post(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).handle((response, failure) -> {
            if (response != null && response.statusCode() != 200) {
                refusals.computeIfAbsent(response.statusCode(), s -> new AtomicInteger())
                        .incrementAndGet();
            }
            return response != null && response.statusCode() == 200;
        });
    }

    private void send(Event event, BiFunction<Event, Target, CompletableFuture<Boolean>> attempt, int before) {
        event.attempts.incrementAndGet();
        Target target = targets.get((event.number + before) % targets.size());
        var unused = attempt.apply(event, target).whenComplete((ok, failure) -> {
            boolean again;
            if (Boolean.TRUE.equals(ok)) {
                again = !event.acked() && random.nextInt(100) < MISSED_OF_100;
                if (!event.acked()) {
                    acked.incrementAndGet();
                }
                event.ack();
            } else {
                again = true;
            }
            if (again && !timer.isShutdown()) {
                long wait = Math.min(50L << Math.min(before, 10), LONGEST_WAIT_MS);
                var unusedRetry = timer.schedule(() -> send(event, attempt, before + 1), wait, TimeUnit.MILLISECONDS);
            } else {
                open.decrementAndGet();
            }
        });
    }

    /** No new events; what is open is still repeated. */
    Providers stop() {
        sources.forEach(s -> s.cancel(false));
        return this;
    }

    /** No new events; waits until each one was acknowledged, repeated where its answer was missed. */
    Providers settle(Duration patience) {
        stop();
        await("every event is acknowledged").atMost(patience).until(() -> open.get() == 0);
        return this;
    }

    /** Waits until so many more events were acknowledged. */
    void awaitAcked(int more, Duration patience) {
        int until = acked.get() + more;
        await("%d events are acknowledged".formatted(until))
                .atMost(patience)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> acked.get() >= until);
    }

    /** Events that were acknowledged so far. */
    int acked() {
        return acked.get();
    }

    String label() {
        return label;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** How often each status other than 200 was answered. */
    Map<Integer, Integer> refusals() {
        Map<Integer, Integer> out = new TreeMap<>();
        refusals.forEach((status, n) -> out.put(status, n.get()));
        return out;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        mailServers.shutdownNow();
    }
}
