package io.barium.config;

import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.AlertWebhook;
import io.barium.config.Settings.Alerts;
import io.barium.config.Settings.Relay;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code alerts}. */
final class AlertsReader {
    private static final String KEY_PREFIX = "whsec_";
    private static final int LEAST_KEY_BYTES = 24;
    private static final int MOST_KEY_BYTES = 64;

    private AlertsReader() {}

    static Alerts read(Section s) {
        Alerts alerts = new Alerts(
                mail(s.section("mail")),
                webhook(s.section("webhook")),
                s.duration("digestWindow", Duration.ofMinutes(15)),
                s.duration("fallbackAfter", Duration.ofMinutes(10)),
                s.duration("giveUpAfter", Duration.ofDays(3)));
        s.refuseUnknown();
        return alerts;
    }

    private static @Nullable AlertMail mail(Section m) {
        if (!m.present()) {
            return null;
        }
        Section fallback = m.section("fallback");
        AlertMail mail = new AlertMail(
                relay(m),
                fallback.present() ? relay(fallback) : null,
                m.required("from", "a mail address"),
                m.texts("to"));
        if (mail.to().isEmpty()) {
            m.fault(m.join("to"), "expected a list of at least one mail address, found nothing");
        }
        for (int i = 0; i < mail.to().size(); i++) {
            address(m, m.join("to") + "[" + i + "]", mail.to().get(i));
        }
        if (!mail.from().isBlank()) {
            address(m, m.join("from"), mail.from());
        }
        fallback.refuseUnknown();
        m.refuseUnknown();
        return mail;
    }

    private static void address(Section m, String at, String written) {
        try {
            MailAddress.bare(written);
        } catch (IllegalArgumentException e) {
            m.fault(
                    at,
                    "expected a mail address like soc@example.com or SOC <soc@example.com>, found \"" + written + "\"");
        }
    }

    private static Relay relay(Section s) {
        return new Relay(
                s.required("host", "the relay's host name"),
                s.integer("port", 587, 1, 65_535),
                s.flag("startTls", true),
                s.text("username"),
                s.secret("password"));
    }

    private static @Nullable AlertWebhook webhook(Section w) {
        if (!w.present()) {
            return null;
        }
        w.required("url", "an http or https URL");
        String url = Objects.requireNonNullElse(SettingsReader.url(w, "url"), "");
        Secret secret = new Secret(w.required("secret", "whsec_ and the base64 of 24 to 64 random bytes"));
        if (!secret.reveal().isEmpty() && !isKey(secret.reveal())) {
            w.fault(w.join("secret"), "expected whsec_ and the base64 of 24 to 64 random bytes, found something else");
        }
        w.refuseUnknown();
        return new AlertWebhook(url, secret);
    }

    private static boolean isKey(String secret) {
        if (!secret.startsWith(KEY_PREFIX)) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(secret.substring(KEY_PREFIX.length())).length;
            return bytes >= LEAST_KEY_BYTES && bytes <= MOST_KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
