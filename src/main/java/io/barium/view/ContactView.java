package io.barium.view;

import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.Standing;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A journalled contact with what casework made of it. Its texts are the sender's and hostile.
 *
 * @param id journal sequence
 * @param contactId the contact that this report adds to; equals {@code id} for a contact
 * @param source id of the feed
 * @param provider whose wire format it was
 * @param eventId the provider's id, unique within the source
 * @param channel mail, call or SMS
 * @param receivedAt when it was here
 * @param contact what was read; {@code null} when unreadable
 * @param unreadable why it could not be read; {@code null} when it was
 * @param thread what it shares with its additions; {@code null} when it stands alone
 * @param rawSize bytes as they came
 * @param rawSha256 of those bytes, lower-case hex
 * @param standing what casework made of it; {@code null} while it has not been judged
 * @param why reason of the standing
 * @param caseId the case that it belongs to
 * @param matches tokens that it reached or quotes
 * @param additions later reports of the same call, or copies and parts of the same message, in order; only some of many
 * @param additionCount how many there are in all; what casework has not judged may be missing from it
 * @param additionsNext cursor of those behind the ones here; {@code null} when there are none
 */
public record ContactView(
        long id,
        long contactId,
        String source,
        String provider,
        String eventId,
        Channel channel,
        Instant receivedAt,
        @Nullable Contact contact,
        @Nullable String unreadable,
        @Nullable String thread,
        int rawSize,
        String rawSha256,
        @Nullable Standing standing,
        @Nullable String why,
        @Nullable Long caseId,
        List<Match> matches,
        List<ContactView> additions,
        long additionCount,
        @Nullable Long additionsNext) {

    /** Tokens of the contact and of the additions that are here. */
    public List<Match> allMatches() {
        return Stream.concat(matches.stream(), additions.stream().flatMap(a -> a.matches().stream()))
                .distinct()
                .toList();
    }

    ContactView with(List<Match> found, Page<ContactView> added) {
        int shown = added.items().size();
        return new ContactView(
                id,
                contactId,
                source,
                provider,
                eventId,
                channel,
                receivedAt,
                contact,
                unreadable,
                thread,
                rawSize,
                rawSha256,
                standing,
                why,
                caseId,
                found,
                added.items(),
                Math.max(additionCount, added.next() == null ? shown : shown + 1),
                added.next());
    }
}
