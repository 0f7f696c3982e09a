package io.barium.alert;

import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.AlertWebhook;
import io.barium.config.Settings.Alerts;
import io.barium.outbox.Sender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The ways out that exist, and which of them are set. */
public final class Channels {
    /** The SOC's mail. */
    public static final String MAIL = "mail";
    /** The SOC's own system, by signed POST. */
    public static final String WEBHOOK = "webhook";

    private final List<Sender> all = new ArrayList<>();
    private final List<Sender> set = new ArrayList<>();
    private final List<Supplier<Future<Void>>> closing = new ArrayList<>();

    /** Senders for what is set. */
    public Channels(Vertx vertx, Alerts alerts, Clock clock) {
        AlertMail mail = alerts.mail();
        if (mail != null) {
            MailSender sender = new MailSender(vertx, mail, alerts.fallbackAfter(), clock);
            set.add(sender);
            closing.add(sender::close);
        }
        AlertWebhook webhook = alerts.webhook();
        if (webhook != null) {
            WebhookSender sender = new WebhookSender(vertx, webhook, clock);
            set.add(sender);
            closing.add(sender::close);
        }
        all.addAll(set);
        for (String channel : List.of(MAIL, WEBHOOK)) {
            if (set.stream().noneMatch(s -> s.channel().equals(channel))) {
                all.add(new UnsetSender(channel));
            }
        }
    }

    /** Channels for which messages are made; mail when nothing is set, so that what is to be told is kept. */
    public static List<String> named(Alerts alerts) {
        List<String> names = new ArrayList<>();
        if (alerts.mail() != null || alerts.webhook() == null) {
            names.add(MAIL);
        }
        if (alerts.webhook() != null) {
            names.add(WEBHOOK);
        }
        return List.copyOf(names);
    }

    /** A sender for every channel that messages may wait on, set or not. */
    public List<Sender> all() {
        return List.copyOf(all);
    }

    /** Those by which somebody can be told. */
    public List<Sender> set() {
        return List.copyOf(set);
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return Future.join(closing.stream().map(Supplier::get).toList()).mapEmpty();
    }
}
