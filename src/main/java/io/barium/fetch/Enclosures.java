package io.barium.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barium.config.Settings.Source;
import io.barium.provider.Provider;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Fetched;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a request has to be judged with, such as the certificate of its signer: fetched while the provider waits for its
 * answer, and kept. A forger can name any file of the provider's, so few are fetched at a time, and a failure is
 * remembered for a while too.
 */
public final class Enclosures {
    private static final long PATIENCE_MS = 8_000;
    private static final int AT_ONCE = 8;
    private static final Duration KEPT = Duration.ofHours(12);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(30);
    private static final int MOST = 64;

    private final Fetcher fetcher;
    private final AtomicInteger running = new AtomicInteger();
    private final Cache<String, Future<Fetched>> kept =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
    private final Cache<String, Throwable> failed = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(FAILURE_KEPT)
            .build();

    /** Enclosures that are got by that fetcher. */
    public Enclosures(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /** The content, from memory where it is there; fails with {@link FetchFailed}. */
    public Future<byte[]> get(Provider provider, Fetch fetch, Source source) {
        String key = provider.id() + ' ' + fetch.url();
        Throwable failure = failed.getIfPresent(key);
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        Future<Fetched> known = kept.getIfPresent(key);
        if (known == null) {
            known = once(provider, fetch, source);
            kept.put(key, known);
            known.onFailure(e -> {
                failed.put(key, e);
                kept.invalidate(key);
            });
        }
        return known.map(Fetched::body);
    }

    /** Something that is to be asked for once and not kept: a confirmation. */
    public Future<Fetched> once(Provider provider, Fetch fetch, Source source) {
        if (running.incrementAndGet() > AT_ONCE) {
            running.decrementAndGet();
            return Future.failedFuture(new FetchFailed("too much is being fetched already"));
        }
        return fetcher.get(provider, fetch, source, PATIENCE_MS).onComplete(done -> running.decrementAndGet());
    }
}
