package io.barium.campaign;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an actor. All text is his: bounded and without control characters, but to be escaped, and to be
 * redacted, because he may quote our identifiers. Lists have the most frequent first, fifty at most.
 *
 * @param contacts how many; the reports of one call and the copies of one message are one
 * @param callers numbers that called or texted, or what was shown instead
 * @param senderAddresses of mail, as claimed
 * @param senderDomains of mail: registrable domains of envelope, From header and passed DKIM signatures
 * @param linkDomains registrable domains of links
 * @param callBackNumbers numbers that he gives
 * @param replyAddresses mail addresses that he gives
 * @param wordings what he says, near-duplicates together; ten at most
 * @param pretexts what it is said to be about
 * @param brands of the company's, in whose name he speaks
 * @param channels how he comes in
 * @param attestations what STIR/SHAKEN, SPF, DKIM and DMARC say of him
 * @param hours when he works
 * @param firstSeen {@code null} without a contact
 * @param lastSeen {@code null} without a contact
 */
public record Profile(
        int contacts,
        List<Counted> callers,
        List<Counted> senderAddresses,
        List<Counted> senderDomains,
        List<Counted> linkDomains,
        List<Counted> callBackNumbers,
        List<Counted> replyAddresses,
        List<Saying> wordings,
        List<Counted> pretexts,
        List<Counted> brands,
        List<Counted> channels,
        List<Counted> attestations,
        Hours hours,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen) {

    /**
     * Something that several contacts have.
     *
     * @param value at most 120 characters
     * @param contacts how many have it
     */
    public record Counted(String value, int contacts) {}

    /**
     * A wording.
     *
     * @param excerpt of its first contact, at most 300 characters
     * @param contacts how many say nearly the same
     */
    public record Saying(String excerpt, int contacts) {}

    /**
     * The profile of all campaigns of a case together, or of one.
     *
     * @param contacts in journal order
     * @param brands see {@link Claims#speaksAs}
     */
    public static Profile of(List<Observed> contacts, List<String> brands) {
        return new ProfileReader(brands).read(contacts);
    }
}
