package io.barium.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts logins that were tried and did not succeed, by user and address and by address alone. */
final class LoginAttempts {
    static final int PER_USER = 5;
    static final int PER_ADDRESS = 50;
    static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_USER_CHARS = 64;

    private final Cache<String, AtomicInteger> tried;

    LoginAttempts(Clock clock) {
        this.tried = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(WINDOW)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /**
     * Counts an attempt before it is checked, so that many at once cannot slip through; false when it is one too many.
     */
    boolean admit(String user, String address) {
        boolean byAddress = count(address) <= PER_ADDRESS;
        return count(key(user, address)) <= PER_USER && byAddress;
    }

    /** Forgets the attempts of one who has come in. */
    void succeeded(String user, String address) {
        tried.invalidate(key(user, address));
        tried.invalidate(address);
    }

    private int count(String key) {
        return tried.get(key, k -> new AtomicInteger()).incrementAndGet();
    }

    private static String key(String user, String address) {
        String name = user.length() > MAX_USER_CHARS ? user.substring(0, MAX_USER_CHARS) : user;
        return address + "\n" + name.toLowerCase(Locale.ROOT);
    }
}
