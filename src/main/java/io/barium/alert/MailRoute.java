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
    private volatile MailClient client;
    private volatile MailClient lenient;

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
        this.client = MailClient.create(vertx, config());
        this.lenient = MailClient.create(vertx, config().setAllowRcptErrors(true));
    }

    String name() {
        return setting + " " + relay.host() + ":" + relay.port();
    }

    /** Tries once; never fails. One recipient that is refused does not keep the others from getting it. */
    Future<Outcome> send(MailMessage mail) {
        MailClient used = client;
        return used.sendMail(mail)
                .map(result -> Outcome.sent())
                .recover(e -> mail.getTo().size() > 1 && MailFailure.ofRecipient(e)
                        ? withoutTheRefused(mail, e)
                        : Future.failedFuture(e))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> {
                    if (e instanceof TimeoutException) {
                        leave(used);
                    }
                })
                .otherwise(e -> MailFailure.of(setting, relay.host() + ":" + relay.port(), e));
    }

    Future<Void> close() {
        return Future.join(client.close(), lenient.close()).mapEmpty();
    }

    private Future<Outcome> withoutTheRefused(MailMessage mail, Throwable refusal) {
        return lenient.sendMail(mail)
                .<Outcome>map(result -> {
                    List<String> refused = mail.getTo().stream()
                            .map(MailAddress::bare)
                            .filter(to -> !result.getRecipients().contains(to))
                            .toList();
                    String reply = Wording.oneLine(String.valueOf(refusal.getMessage()), 150);
                    return new Outcome.Sent(name() + " did not take it for " + String.join(", ", refused) + " (" + reply
                            + "); check alerts.mail.to");
                })
                .recover(e -> Future.failedFuture(
                        String.valueOf(e.getMessage()).startsWith("no recipient addresses") ? refusal : e));
    }

    /** Leaves connections that hang behind, so that neither they nor what waits for them holds or repeats a mail. */
    private synchronized void leave(MailClient hanging) {
        if (client == hanging) {
            MailClient hangingToo = lenient;
            client = MailClient.create(vertx, config());
            lenient = MailClient.create(vertx, config().setAllowRcptErrors(true));
            hanging.close();
            hangingToo.close();
        }
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
