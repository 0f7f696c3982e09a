package io.barium.campaign;

import io.barium.model.Contact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Takes contacts for a test: hours apart, unless it says otherwise. */
final class Desk {
    private final Campaigns campaigns;
    private Instant now = Instant.parse("2026-08-03T07:00:00Z");
    private long seq;

    Desk() {
        this(Tuning.USUAL);
    }

    Desk(Tuning tuning) {
        campaigns = new Campaigns(tuning);
    }

    Desk after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Campaigns.Joined take(Contact contact) {
        now = now.plus(Duration.ofHours(5));
        return atOnce(contact);
    }

    Campaigns.Joined atOnce(Contact contact) {
        return campaigns.take(++seq, now, contact);
    }

    Campaigns campaigns() {
        return campaigns;
    }

    static List<String> texts(Campaigns.Joined joined) {
        return joined.because().stream().map(Campaigns.Reason::text).toList();
    }

    static List<String> kinds(Campaigns.Joined joined) {
        return joined.because().stream().map(Campaigns.Reason::kind).toList();
    }
}
