package io.barium.console;

import io.barium.model.Channel;
import io.barium.model.Standing;
import io.barium.view.Match;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact ready for the page: every text is made visible, but not escaped.
 *
 * @param id journal sequence
 * @param contactId the contact whose page shows it
 * @param channel mail, call or SMS
 * @param receivedAt when it was here
 * @param title subject, caller name or what else names it
 * @param sender as claimed
 * @param recipients whom it reached
 * @param text what was written or said
 * @param standing what casework made of it; {@code null} while it has not been judged
 * @param why reason of the standing
 * @param caseId the case that it belongs to
 * @param matches tokens that it reached or quotes
 * @param checks results of authentication
 * @param quoted what its text quotes
 * @param details everything else that is known
 * @param additions later reports of the same call, or copies and parts of the same message; only some of many
 * @param additionCount how many there are in all
 */
public record ContactCard(
        long id,
        long contactId,
        Channel channel,
        Instant receivedAt,
        String title,
        String sender,
        List<String> recipients,
        String text,
        @Nullable Standing standing,
        String why,
        @Nullable Long caseId,
        List<Match> matches,
        List<Check> checks,
        List<Fact> quoted,
        List<Fact> details,
        List<ContactCard> additions,
        long additionCount) {

    /**
     * One authentication result.
     *
     * @param name of the method
     * @param result in its own terms
     * @param tone good, bad or quiet
     */
    public record Check(String name, String result, String tone) {}

    /** A named value. */
    public record Fact(String name, String value) {}
}
