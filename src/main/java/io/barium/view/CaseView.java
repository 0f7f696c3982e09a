package io.barium.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case without its timeline.
 *
 * @param id number of the case
 * @param state OPEN or CLOSED
 * @param openedAt when its first contact was judged
 * @param lastContactAt when its last contact came in
 * @param contactCount contacts on its timeline
 * @param closedAt {@code null} while it is open
 * @param legalHold why retention leaves its raw bytes alone; {@code null} when it does not
 */
public record CaseView(
        long id,
        String state,
        Instant openedAt,
        Instant lastContactAt,
        int contactCount,
        @Nullable Instant closedAt,
        @Nullable String legalHold) {

    public boolean open() {
        return state.equals("OPEN");
    }
}
