package io.barium.alert;

import io.barium.config.MailAddress;
import io.barium.config.Settings.Relay;
import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One relay. Connections are kept, so that a mail costs no greeting, no STARTTLS and no login; the relay's replies are
 * awaited one by one, because a client that has sent DATA already can't take back a mail of which a recipient was
 * refused.
 */
final class MailRoute {
    /** Longest that a mail may take, from the connection to the last reply. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int CONNECTIONS = 4;
    private static final int CONNECT_MS = 10_000;

    private final Vertx vertx;
    private final Relay relay;
    private final String setting;
    private final Duration limit;
    private volatile Clients clients;

    /**
     * Two ways to hand over a mail.
     *
     * @param whole stops at the first recipient that is refused and tells what was answered
     * @param lenient sends to whom it may and tells who that was
     */
    private record Clients(MailClient whole, MailClient lenient) {
        Future<Void> close() {
            return Future.join(whole.close(), lenient.close()).mapEmpty();
        }
    }

    /**
     * A route, not yet connected.
     *
     * @param setting path of its settings, for reasons
     * @param limit longest that a mail may take
     */
    MailRoute(Vertx vertx, Relay relay, String setting, Duration limit) {
        this.vertx = vertx;
        this.relay = relay;
        this.setting = setting;
        this.limit = limit;
        this.clients = clients();
    }

    String name() {
        return setting + " " + relay.host() + ":" + relay.port();
    }

    /**
     * Tries once; never fails. Recipients that are not taken together with the others are tried alone, each for its own
     * reply. When only some have it in the end, those whom a later attempt may reach are told as outstanding; with none
     * but refusals for good among them it is sent, with a remark.
     *
     * @param othersHaveIt whether an earlier attempt has reached others
     */
    Future<Outcome> send(MailMessage mail, boolean othersHaveIt) {
        Clients used = clients;
        Reached reached = new Reached(mail.getTo(), othersHaveIt);
        return together(used, mail, reached)
                .compose(v -> alone(used, mail, reached, mail.getTo()))
                .recover(this::explained)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (e instanceof TimeoutException) {
                        leave(used);
                    }
                })
                .transform(done -> Future.succeededFuture(outcome(reached, done.cause())));
    }

    Future<Void> close() {
        return clients.close();
    }

    private Future<Void> together(Clients used, MailMessage mail, Reached reached) {
        if (mail.getTo().size() == 1) {
            return Future.succeededFuture();
        }
        return used.lenient()
                .sendMail(mail)
                .<Void>map(result -> {
                    reached.took(result.getRecipients());
                    return null;
                })
                .recover(e -> MailFailure.ofEveryRecipient(e) ? Future.succeededFuture() : Future.failedFuture(e));
    }

    /** Tries each that is left by himself. Where nobody has it the first refusal is enough: all are tried again. */
    private Future<Void> alone(Clients used, MailMessage mail, Reached reached, List<String> to) {
        if (to.isEmpty()) {
            return Future.succeededFuture();
        }
        String address = MailAddress.bare(to.get(0));
        List<String> others = to.subList(1, to.size());
        if (!reached.left().contains(address)) {
            return alone(used, mail, reached, others);
        }
        return used.whole()
                .sendMail(new MailMessage(mail).setTo(to.get(0)))
                .<Void>map(result -> {
                    reached.took(List.of(address));
                    return null;
                })
                .recover(e -> {
                    if (reached.isPart() && MailFailure.ofRecipient(e)) {
                        reached.refused(address, e);
                        return Future.succeededFuture();
                    }
                    return Future.failedFuture(e);
                })
                .compose(v -> alone(used, mail, reached, others));
    }

    /** Puts a refused EHLO in the place of what the mail client says after it. */
    private Future<Void> explained(Throwable e) {
        if (!MailFailure.ofOffers(e)) {
            return Future.failedFuture(e);
        }
        return Ehlo.ask(vertx, relay.host(), relay.port(), CONNECT_MS)
                .compose(lines -> Future.failedFuture(MailFailure.afterEhlo(lines, e)));
    }

    private Outcome outcome(Reached reached, @Nullable Throwable end) {
        List<String> left = reached.left();
        if (left.isEmpty()) {
            return Outcome.sent();
        }
        Throwable why = end == null ? reached.passing().orElse(null) : end;
        if (why == null) {
            return new Outcome.Sent(name() + " did not take it for " + reached.refused() + "; check alerts.mail.to");
        }
        Outcome.Failed failed = MailFailure.of(setting, relay, why);
        return reached.isSomebody() || (reached.isPart() && MailFailure.ofRecipient(why))
                ? MailFailure.partly(failed, left)
                : failed;
    }

    /** Leaves connections that hang behind, so that neither they nor what waits for them holds or repeats a mail. */
    private synchronized void leave(Clients hanging) {
        if (clients.equals(hanging)) {
            clients = clients();
            hanging.close();
        }
    }

    private Clients clients() {
        return new Clients(
                MailClient.create(vertx, config()), MailClient.create(vertx, config().setAllowRcptErrors(true)));
    }

    private MailConfig config() {
        MailConfig config = new MailConfig()
                .setHostname(relay.host())
                .setPort(relay.port())
                .setStarttls(relay.startTls() ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setKeepAlive(true)
                .setPipelining(false)
                .setMaxPoolSize(CONNECTIONS)
                .setConnectTimeout(CONNECT_MS)
                .setIdleTimeout((int) limit.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        if (relay.username() == null || relay.password() == null) {
            return config.setLogin(LoginOption.DISABLED);
        }
        return config.setLogin(LoginOption.REQUIRED)
                .setUsername(relay.username())
                .setPassword(relay.password().reveal());
    }
}
