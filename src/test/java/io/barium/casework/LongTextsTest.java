package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Answers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood of texts as long as they may be. */
class LongTextsTest extends CaseworkBed {
    private static final int TEXTS = 70;
    private static final int LENGTH = 99_000;
    private static final long PAGE = 4 << 20;

    @Test
    void a_replay_takes_them_page_by_page_and_leaves_none_out() {
        List<Future<?>> stored = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            stored.add(journal.append(entry(sms("s" + i, JANES_LINE, "call us back " + "x".repeat(LENGTH)))));
            clock.advance(Duration.ofMinutes(1));
        }
        Future.all(stored).await();
        worker.catchUp().await();
        Answers answers = new Answers();
        VerdictReplay.AsOf again =
                replay().asOf(answers.of(pool), 1, Long.MAX_VALUE).await();
        assertThat(again.verdict().reach().contacts()).isEqualTo(TEXTS);
        assertThat(answers.chars()).isBetween(PAGE, PAGE + 2 * LENGTH);
    }
}
