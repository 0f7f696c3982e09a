package io.barium.alert;

import io.barium.config.MailAddress;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Relay;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Sender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts to the SOC by SMTP. The Message-ID follows from the message's id, whichever route it takes, so that a
 * repeat is recognised.
 *
 * <p>The fallback is used at once when the relay refuses, and when it has failed for {@code alerts.fallbackAfter}. From
 * then on mail takes the fallback first, and once a minute one mail tries the relay, until that works.
 */
public final class MailSender implements Sender {
    private static final Duration PROBE_EVERY = Duration.ofMinutes(1);

    private final AlertMail settings;
    private final Duration fallbackAfter;
    private final Clock clock;
    private final MailRoute relay;
    private final @Nullable MailRoute fallback;
    private volatile @Nullable Failing failing;
    private volatile @Nullable String badRecipients;

    /** How the relay fails, while it does. */
    private record Failing(Instant since, Instant triedAt, boolean refused, String why) {}

    /** A sender with a small pool of connections to each relay. */
    public MailSender(Vertx vertx, AlertMail settings, Duration fallbackAfter, Clock clock) {
        this(vertx, settings, fallbackAfter, MailRoute.LIMIT, clock);
    }

    MailSender(Vertx vertx, AlertMail settings, Duration fallbackAfter, Duration limit, Clock clock) {
        this.settings = settings;
        this.fallbackAfter = fallbackAfter;
        this.clock = clock;
        this.relay = new MailRoute(vertx, settings.relay(), "alerts.mail", limit);
        Relay second = settings.fallback();
        this.fallback = second == null ? null : new MailRoute(vertx, second, "alerts.mail.fallback", limit);
    }

    @Override
    public String channel() {
        return Channels.MAIL;
    }

    @Override
    public Future<Outcome> send(Dispatch dispatch) {
        List<String> to = recipients(dispatch);
        if (to.isEmpty()) {
            return Future.succeededFuture(new Outcome.Sent("alerts.mail.to no longer has those whom it did not reach: "
                    + String.join(", ", dispatch.outstanding())));
        }
        MailRoute second = fallback;
        if (second == null) {
            return viaRelay(dispatch);
        }
        Instant now = clock.instant();
        Failing known = failing;
        if (known != null && isGone(known, now) && !new Wait(known.triedAt(), PROBE_EVERY).isOver(now)) {
            return via(second, dispatch).compose(f -> {
                if (f instanceof Outcome.Failed failed) {
                    Dispatch left = dispatch.after(failed);
                    return viaRelay(left)
                            .map(r -> r instanceof Outcome.Failed first ? both(first, failed, left.after(first)) : r);
                }
                return Future.succeededFuture(f);
            });
        }
        return viaRelay(dispatch).compose(r -> {
            Failing state = failing;
            boolean waited = dispatch.attempts() > 1 && new Wait(dispatch.tryingSince(), fallbackAfter).isOver(now);
            if (r instanceof Outcome.Failed first && (waited || (state != null && isGone(state, now)))) {
                Dispatch left = dispatch.after(first);
                return via(second, left)
                        .map(f -> f instanceof Outcome.Failed failed ? both(first, failed, left.after(failed)) : f);
            }
            return Future.succeededFuture(r);
        });
    }

    @Override
    public @Nullable String complaint() {
        Failing state = failing;
        if (fallback != null && state != null && isGone(state, clock.instant())) {
            return "through " + fallback.name() + ", because the relay has failed since "
                    + state.since().truncatedTo(ChronoUnit.SECONDS) + ": " + state.why();
        }
        return badRecipients;
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return fallback == null
                ? relay.close()
                : Future.join(relay.close(), fallback.close()).mapEmpty();
    }

    private boolean isGone(Failing state, Instant now) {
        return state.refused() || new Wait(state.since(), fallbackAfter).isOver(now);
    }

    private static Outcome both(Outcome.Failed relay, Outcome.Failed fallback, Dispatch left) {
        return MailFailure.both(relay, fallback, left.outstanding());
    }

    /** A relay that took it for some, or refused but recipients of whom others have it, works. */
    private Future<Outcome> viaRelay(Dispatch dispatch) {
        return via(relay, dispatch).onSuccess(outcome -> {
            Instant now = clock.instant();
            Failing before = failing;
            failing = outcome instanceof Outcome.Failed f && f.outstanding().isEmpty()
                    ? new Failing(before == null ? now : before.since(), now, f.refused(), f.reason())
                    : null;
        });
    }

    private Future<Outcome> via(MailRoute route, Dispatch dispatch) {
        boolean othersHaveIt = !dispatch.outstanding().isEmpty();
        return route.send(mail(dispatch), othersHaveIt).onSuccess(outcome -> {
            if (outcome instanceof Outcome.Sent sent) {
                badRecipients = sent.remark();
            }
        });
    }

    /** Those whom it has not reached and who are to get mail still. */
    private List<String> recipients(Dispatch dispatch) {
        return settings.to().stream()
                .filter(to -> dispatch.outstanding().isEmpty()
                        || dispatch.outstanding().contains(MailAddress.bare(to)))
                .toList();
    }

    private MailMessage mail(Dispatch dispatch) {
        Message message = dispatch.message();
        JsonObject payload = message.payload();
        String from = MailAddress.bare(settings.from());
        String domain = from.substring(from.lastIndexOf('@') + 1);
        return new MailMessage()
                .setFrom(settings.from())
                .setTo(recipients(dispatch))
                .setSubject(payload.getString("subject"))
                .setText(payload.getString("text"))
                .setHtml(payload.getString("html"))
                .addHeader("Message-ID", "<" + message.id() + "@" + domain + ">")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Barium-Topic", message.topic());
    }
}
