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
 */
public record CaseView(
        long id,
        String state,
        Instant openedAt,
        Instant lastContactAt,
        int contactCount,
        @Nullable Instant closedAt) {

    public boolean open() {
        return state.equals("OPEN");
    }
}
