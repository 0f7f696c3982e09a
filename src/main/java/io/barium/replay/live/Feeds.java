package io.barium.replay.live;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The two feeds of a played world: mail by Mailgun, calls and messages by Twilio. */
public final class Feeds {
    /** Where mail comes in. */
    public static final String MAIL = "demo-mail";
    /** Where calls and messages come in. */
    public static final String PHONE = "demo-phone";
    /** Where the phone provider believes the hooks to be: it signs the URL as configured, not as it is here. */
    public static final String PUBLIC_URL = "https://hooks.demo.example";

    private Feeds() {}

    /** Both, with fresh secrets. */
    public static List<Source> sources() {
        return List.of(source(MAIL, "mailgun"), source(PHONE, "twilio"));
    }

    private static Source source(String id, String provider) {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return new Source(
                id, provider, List.of(new Secret(HexFormat.of().formatHex(secret))), PUBLIC_URL, null, null, "US");
    }
}
