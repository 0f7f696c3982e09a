package io.barium.mail.check;

import io.barium.mail.check.DkimCheck.Dkim;
import io.barium.mail.check.SpfCheck.Spf;
import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MimeReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks SPF, DKIM and DMARC of mail, on threads of its own and within a time of its own. What cannot be found out in
 * that time is TEMPERROR; of a flood that leaves no thread free the rest is TEMPERROR at once, because the mail itself
 * may not wait.
 */
public final class SenderChecks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SenderChecks.class);
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final int THREADS = 16;
    private static final int WAITING = 64;

    private final Dns dns;
    private final String hostname;
    private final Duration limit;
    private final MeterRegistry meters;
    private final ThreadPoolExecutor threads;

    /**
     * Checks by that DNS, whose answers are remembered.
     *
     * @param hostname under which the results are reported
     */
    public SenderChecks(Dns dns, String hostname, MeterRegistry meters) {
        this(dns, hostname, USUAL, THREADS, WAITING, meters);
    }

    /** As above, with other bounds. */
    SenderChecks(Dns dns, String hostname, Duration limit, int threads, int waiting, MeterRegistry meters) {
        this.dns = new CachedDns(dns);
        this.hostname = hostname;
        this.limit = limit;
        this.meters = meters;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "smtp-check-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** What was found out; completes in time and never fails. */
    public CompletionStage<MailAuthentication> check(Arrival arrival) {
        MailHeaders headers = MimeReader.headers(arrival.raw());
        boolean internet = arrival.isFromInternet();
        if (!internet && headers.first("DKIM-Signature") == null) {
            return CompletableFuture.completedFuture(MailAuthentication.UNKNOWN);
        }
        long until = System.nanoTime() + limit.toNanos();
        CompletableFuture<MailAuthentication> found;
        try {
            found = CompletableFuture.supplyAsync(
                    () -> found(new Questions(dns, until), headers, internet, arrival), threads);
        } catch (RejectedExecutionException e) {
            count("NO_ROOM");
            return CompletableFuture.completedFuture(undecided());
        }
        // The questions end in time by themselves; this is for what takes the processor too long.
        return found.orTimeout(limit.toMillis() + 500, TimeUnit.MILLISECONDS).handle((authentication, failure) -> {
            if (failure == null) {
                count("DONE");
                return authentication;
            }
            boolean late = failure instanceof TimeoutException;
            count(late ? "TIMED_OUT" : "FAILED");
            if (!late) {
                log.error("sender check failed", failure);
            }
            return undecided();
        });
    }

    private MailAuthentication found(Questions questions, MailHeaders headers, boolean internet, Arrival arrival) {
        Dkim dkim = DkimCheck.check(questions, headers, arrival.raw());
        Spf spf = internet ? SpfCheck.check(questions, hostname, arrival) : null;
        AuthResult dmarc = headers.all("From").size() > 1
                ? AuthResult.PERMERROR
                : DmarcCheck.check(questions, arrival.mail().headerFrom(), spf, dkim);
        return new MailAuthentication(
                spf == null ? AuthResult.NONE : spf.result(),
                spf == null ? null : spf.domain(),
                dkim.result(),
                dkim.domains(),
                dmarc,
                hostname,
                null);
    }

    private MailAuthentication undecided() {
        return new MailAuthentication(
                AuthResult.TEMPERROR, null, AuthResult.TEMPERROR, List.of(), AuthResult.TEMPERROR, hostname, null);
    }

    private void count(String outcome) {
        meters.counter("barium.smtp.checks", "outcome", outcome).increment();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
