package io.barium.verdict;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journalled contact, or an addition to one, as the verdict sees it: which tokens of ours it touched, and with whom
 * it belongs.
 *
 * @param seq its journal row
 * @param contact journal row of the contact that it is or adds to
 * @param at when it was received
 * @param caseId case that it is on; {@code null} for none
 * @param campaign that it belongs to
 * @param phone whether it came by phone
 * @param reached tokens that it was addressed to
 * @param siblings addresses that it was addressed to, with their strata
 * @param quoted tokens that it quotes without being addressed to them
 * @param strings digit strings and addresses in it, of which a quotation could be one by chance
 * @param brand whether it speaks in the company's name
 * @param named lines that it was addressed to, to whose persona it speaks by name, in the company's name
 * @param nameChance that it would do so by accident, given the names that it says
 */
public record Observation(
        long seq,
        long contact,
        Instant at,
        @Nullable Long caseId,
        long campaign,
        boolean phone,
        List<Long> reached,
        Map<String, String> siblings,
        List<Long> quoted,
        int strings,
        boolean brand,
        List<Long> named,
        double nameChance) {

    /** The same in another campaign. */
    public Observation in(long other) {
        return new Observation(
                seq, contact, at, caseId, other, phone, reached, siblings, quoted, strings, brand, named, nameChance);
    }
}
