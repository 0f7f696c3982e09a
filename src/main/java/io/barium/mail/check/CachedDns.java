package io.barium.mail.check;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Remembers answers, failures too: in a flood of mail from one domain its name servers are asked once, and mails that
 * ask the same at the same time wait for one answer.
 */
final class CachedDns implements Dns {
    private static final int MAX_ANSWERS = 10_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A question without end would otherwise be everybody's. */
    private static final int LONGEST_WAIT_SECONDS = 20;

    private record Question(Type type, String name) {}

    private final Dns dns;
    private final AsyncCache<Question, Answer> answers = Caffeine.newBuilder()
            .maximumSize(MAX_ANSWERS)
            .expireAfter(Expiry.<Question, Answer>creating((question, answer) -> within(answer.keep())))
            .buildAsync();

    CachedDns(Dns dns) {
        this.dns = dns;
    }

    private static Duration within(Duration keep) {
        return keep.compareTo(SHORTEST) < 0 ? SHORTEST : keep.compareTo(LONGEST) > 0 ? LONGEST : keep;
    }

    @Override
    public CompletionStage<Answer> ask(Type type, String name) {
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        CompletableFuture<Answer> answer = answers.get(
                new Question(type, absolute.toLowerCase(Locale.ROOT)),
                (question, executor) -> dns.ask(type, absolute)
                        .toCompletableFuture()
                        .copy()
                        .completeOnTimeout(Answer.failed(), LONGEST_WAIT_SECONDS, TimeUnit.SECONDS));
        return answer.minimalCompletionStage();
    }
}
