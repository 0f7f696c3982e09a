package io.barium.replay.live;

import io.barium.config.Settings;
import io.barium.db.PostgresAddress;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.util.List;

/** The running service that a world is played against, and the help desk behind it. */
public interface Site {
    /** As it was started, its feeds with their secrets. */
    Settings settings();

    /** The port of its hooks, on this machine. */
    int httpPort();

    /** Barium's own database. */
    Pool pool();

    /** The support database. */
    PostgresAddress support();

    /**
     * Plants until so many personas stand; blocks.
     *
     * @throws IOException when they cannot be planted
     */
    void plant(int standing) throws IOException;

    /** Reads what the help desk's access log has got; blocks. */
    void readAccesses();

    /** Addresses that the generator of the planted ones could have made as well: what somebody meets who guesses. */
    List<String> siblings();

    /** Works through everything that has come in and sends what is due; blocks. */
    void settle();
}
