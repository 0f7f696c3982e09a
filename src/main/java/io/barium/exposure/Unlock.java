package io.barium.exposure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Two people's decision that the name of an agent may be looked at.
 *
 * @param caseId case for which
 * @param origin pseudonym of the agent
 * @param reason given by who requested it
 * @param requestedBy name of an operator or API key
 * @param approvedBy name of another one; {@code null} until approved
 * @param until until then it can be approved, and the name can be looked at once it is
 */
public record Unlock(
        long id,
        long caseId,
        String origin,
        String reason,
        String requestedBy,
        @Nullable String approvedBy,
        Instant until) {

    /** Whether a second person has agreed. */
    public boolean approved() {
        return approvedBy != null;
    }

    /** Whether this person is one of the two. */
    boolean isOf(String person) {
        return person.equals(requestedBy) || person.equals(approvedBy);
    }
}
