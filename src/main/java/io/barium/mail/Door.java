package io.barium.mail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barium.config.Settings.Smtp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Lets peers in, so many at a time and so many a minute. One peer has at most half of the places: that is plenty for a
 * relay in front of us, and no stranger can take the place of all others.
 */
final class Door implements SessionHandler {
    private final int places;
    private final int placesOfPeer;
    private final int perMinute;
    private final Patience patience;
    private final MeterRegistry meters;
    private final Cache<String, AtomicInteger> arrivals;
    private final Map<Session, String> inside = new HashMap<>();

    Door(Smtp settings, Patience patience, MeterRegistry meters, Clock clock) {
        this.places = settings.maxConnections();
        this.placesOfPeer = (places + 1) / 2;
        this.perMinute = settings.maxConnectionsPerMinute();
        this.patience = patience;
        this.meters = meters;
        this.arrivals = Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(100_000)
                .build();
    }

    @Override
    public synchronized SessionAcceptance accept(Session session) {
        String peer = peer(session.getRemoteAddress().getAddress());
        if (arrivals.get(peer, p -> new AtomicInteger()).incrementAndGet() > perMinute) {
            return refused("RATE_LIMITED", "4.7.0 Too many connections, try again in a minute");
        }
        if (Collections.frequency(inside.values(), peer) >= placesOfPeer) {
            return refused("PEER_FULL", "4.7.0 Too many connections from your address, try again later");
        }
        if (inside.size() >= places) {
            Session idle = patience.makeRoom();
            if (idle == null) {
                return refused("FULL", "4.3.2 Too many connections, try again later");
            }
            inside.remove(idle);
        }
        inside.put(session, peer);
        patience.arrived(session);
        return SessionAcceptance.success();
    }

    private SessionAcceptance refused(String outcome, String text) {
        meters.counter("barium.smtp", "outcome", outcome).increment();
        return SessionAcceptance.failure(421, text);
    }

    @Override
    public synchronized void onSessionEnd(Session session) {
        patience.left(session);
        inside.remove(session);
    }

    /** By what a peer is known: its address, or the /64 of it, of which an IPv6 host has every address for itself. */
    static String peer(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, 8)
                : address.getHostAddress();
    }
}
