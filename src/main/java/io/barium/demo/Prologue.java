package io.barium.demo;

import io.barium.replay.live.Casting.Member;
import io.barium.replay.live.LiveService;
import io.barium.replay.live.Player;
import io.barium.replay.live.Post;
import io.barium.replay.live.Site;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The first day: one of each kind of noise, and what the service makes of it. */
final class Prologue {
    private static final int PATIENCE_SECONDS = 40;

    private final Vertx vertx;
    private final Site site;
    private final Player player;
    private final Teller teller;

    Prologue(Vertx vertx, Site site, Player player, Teller teller) {
        this.vertx = vertx;
        this.site = site;
        this.player = player;
        this.teller = teller;
    }

    void play() throws IOException, InterruptedException {
        smtp("info-" + 4711 + "@" + site.settings().domains().get(0), "Cheap printer ink", "Best prices on ink.");
        tell("mail to a guessed address on our domain, by SMTP");
        String control = player.casting().controls().stream()
                .filter(c -> c.startsWith("+"))
                .findFirst()
                .orElseThrow();
        player.post(List.of(Post.call("prologue control", "+13035550142", control, "", "No-TN-Validation")));
        tell("robocall to a line that was never given to anybody");
        Member first = player.casting().members().values().iterator().next();
        player.post(List.of(newsletter("prologue newsletter", first.email())));
        tell("the company's own newsletter to a planted customer");
        teller.say("noise", "a forged hook: answered " + forged(first.email()) + ", never touches a case");
    }

    /** The company writes to its customers, among whom the planted ones stand. */
    static Post newsletter(String id, String to) {
        return Post.mail(
                id,
                "Shieldworks <news@" + LiveService.COMPANY + ">",
                to,
                "Your monthly security tips",
                "Keep your software up to date.",
                LiveService.COMPANY);
    }

    private int forged(String to) throws IOException, InterruptedException {
        Post post = Post.mail("prologue forged", "x@forger.example", to, "forged", "forged", "");
        try {
            return player.hooks().forge(post).get();
        } catch (ExecutionException e) {
            throw new IOException("the forged hook was not answered", e.getCause());
        }
    }

    private void smtp(String to, String subject, String text) {
        MailClient client = MailClient.create(
                vertx,
                new MailConfig()
                        .setHostname("127.0.0.1")
                        .setPort(site.settings().smtp().port()));
        client.sendMail(new MailMessage("sales@ink.example", to, subject, text))
                .eventually(client::close)
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .await();
    }

    private void tell(String what) {
        site.settle();
        Judged.Word word = Judged.newest(site.pool());
        teller.say(word.label(), what + ": " + word.outcome());
    }
}
