package io.barium.alert;

import io.barium.config.Settings.AlertMail;
import io.barium.outbox.Message;
import io.barium.outbox.Sender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;

/** Sends alerts to the SOC by SMTP. The Message-ID follows from the message's id, so that a repeat is recognised. */
public final class MailSender implements Sender {
    private final AlertMail settings;
    private final MailClient client;

    /** A sender with a small pool of connections to the relay. */
    public MailSender(Vertx vertx, AlertMail settings) {
        this.settings = settings;
        MailConfig config = new MailConfig()
                .setHostname(settings.host())
                .setPort(settings.port())
                .setStarttls(settings.startTls() ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setKeepAlive(true)
                .setMaxPoolSize(4)
                .setConnectTimeout(10_000)
                .setIdleTimeout(60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        if (settings.username() == null || settings.password() == null) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setLogin(LoginOption.REQUIRED)
                    .setUsername(settings.username())
                    .setPassword(settings.password().reveal());
        }
        this.client = MailClient.create(vertx, config);
    }

    @Override
    public String channel() {
        return AlertTexts.MAIL;
    }

    @Override
    public Future<Outcome> send(Message message) {
        JsonObject payload = message.payload();
        String domain = settings.from().substring(settings.from().lastIndexOf('@') + 1);
        MailMessage mail = new MailMessage()
                .setFrom(settings.from())
                .setTo(settings.to())
                .setSubject(payload.getString("subject"))
                .setText(payload.getString("text"))
                .setHtml(payload.getString("html"))
                .addHeader("Message-ID", "<" + message.id() + "@" + domain + ">")
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Barium-Topic", message.topic());
        return client.sendMail(mail)
                .<Outcome>map(r -> new Outcome.Sent())
                .recover(e -> Future.succeededFuture(new Outcome.Retry(
                        "alerts.mail " + settings.host() + ":" + settings.port() + ": " + e.getMessage())));
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return client.close();
    }
}
