package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several whom a message is for, some have it. */
class OutstandingTest extends OutboxBed {
    private static final Outcome PARTLY = new Outcome.Failed("450", false, Duration.ZERO, List.of("b", "c"));

    @Test
    void the_next_attempt_is_for_those_who_do_not_have_it_also_after_a_restart_and_a_failure_of_everything() {
        add(message(1));
        Recording first = new Recording(PARTLY);
        workers(first).sendDue().await();
        clock.advance(Duration.ofSeconds(2));
        Recording away = new Recording(Outcome.retry("421"));
        workers(away).sendDue().await();
        clock.advance(Duration.ofSeconds(4));
        Recording again = new Recording(new Outcome.Failed("450", false, Duration.ZERO, List.of("c")));
        workers(again).sendDue().await();
        clock.advance(Duration.ofSeconds(8));
        Recording last = new Recording(Outcome.sent());
        workers(last).sendDue().await();
        assertThat(first.attempts).containsExactly(List.of());
        assertThat(away.attempts).containsExactly(List.of("b", "c"));
        assertThat(again.attempts).containsExactly(List.of("b", "c"));
        assertThat(last.attempts).containsExactly(List.of("c"));
        assertThat(state(message(1))).isEqualTo("SENT");
    }

    @Test
    void a_dead_letter_that_some_have_is_sent_again_to_the_others_alone() {
        add(message(1));
        OutboxWorkers workers = workers(new Recording(PARTLY));
        for (int i = 0; i < 40 && state(message(1)).equals("PENDING"); i++) {
            workers.sendDue().await();
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(state(message(1))).isEqualTo("DEAD");
        assertThat(outbox.resend(message(1).id(), clock.instant()).await()).contains(true);
        Recording again = new Recording(Outcome.sent());
        workers(again).sendDue().await();
        assertThat(again.attempts).containsExactly(List.of("b", "c"));
    }

    /** Ends every attempt alike and remembers for whom each was. */
    private static final class Recording implements Sender {
        private final Outcome outcome;
        private final List<List<String>> attempts = new ArrayList<>();

        Recording(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public String channel() {
            return "mail";
        }

        @Override
        public synchronized Future<Outcome> send(Dispatch dispatch) {
            attempts.add(dispatch.outstanding());
            return Future.succeededFuture(outcome);
        }
    }
}
