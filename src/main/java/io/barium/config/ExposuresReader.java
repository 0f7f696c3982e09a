package io.barium.config;

import io.barium.config.Settings.Exposures;
import java.time.Duration;

/** Reads what is to be known about access logs, and who may unlock names. */
final class ExposuresReader {
    private static final int LEAST_KEY = 32;

    private ExposuresReader() {}

    static Exposures read(Section root) {
        Section s = root.section("exposures");
        Section unlock = root.section("unlock");
        Exposures exposures = new Exposures(
                root.secret("agentKey"),
                s.texts("agents"),
                s.duration("clockSkew", Duration.ofMinutes(5)),
                unlock.texts("people"));
        Secret key = exposures.agentKey();
        if (key != null && key.reveal().length() < LEAST_KEY) {
            root.fault("agentKey", "expected a random text of " + LEAST_KEY + " characters at least");
        }
        if (exposures.clockSkew().isNegative()) {
            s.fault(s.join("clockSkew"), "expected no negative duration");
        }
        if (exposures.unlockPeople().stream().distinct().count() == 1) {
            unlock.fault(unlock.join("people"), "expected nobody or two people at least, found one");
        }
        s.refuseUnknown();
        unlock.refuseUnknown();
        return exposures;
    }
}
