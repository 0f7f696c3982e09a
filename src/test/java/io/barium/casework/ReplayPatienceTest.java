package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.Test;

class ReplayPatienceTest extends CaseworkBed {
    @Test
    void contacts_are_told_although_a_replay_takes_longer_than_they_may_wait_and_the_verdict_follows() {
        SqlConnection other = pool.getConnection().await();
        other.query("begin").execute().await();
        other.query("lock table exposure in access exclusive mode").execute().await();
        take(sms("s1", JANES_LINE, "hello"));
        assertThat(subjects()).hasSize(1);
        assertThat(verdicts()).isEmpty();
        other.query("commit").execute().await();
        other.close().await();
        await().untilAsserted(() -> {
            worker.catchUp().await();
            assertThat(verdicts()).hasSize(1);
        });
        assertThat(newest().reach().planted()).isEqualTo(1);
        assertThat(replay().asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }
}
