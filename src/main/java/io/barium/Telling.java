package io.barium;

import io.barium.alert.Channels;
import io.barium.alert.OperatorNotices;
import io.barium.config.Settings;
import io.barium.loop.BackOff;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The ways to people, which every role has: whoever only takes contacts has to tell, too, when something is wrong. */
final class Telling implements AutoCloseable {
    private static final int CLOSE_SECONDS = 10;

    private final BackOff backOff = new BackOff(new SecureRandom());
    private final Channels channels;
    private final OperatorNotices notices;

    Telling(Vertx vertx, Settings.Alerts alerts, Clock clock) {
        this.channels = new Channels(vertx, alerts, clock);
        this.notices = new OperatorNotices(vertx, channels.set(), backOff, clock);
        notices.start();
    }

    BackOff backOff() {
        return backOff;
    }

    Channels channels() {
        return channels;
    }

    OperatorNotices notices() {
        return notices;
    }

    @Override
    public void close() throws TimeoutException {
        notices.stop();
        channels.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
