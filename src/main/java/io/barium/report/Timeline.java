package io.barium.report;

import io.barium.inference.OriginKind;
import io.barium.model.Channel;
import io.barium.model.TokenRole;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened when. Days are days in UTC, ascending.
 *
 * @param plantings records that were planted a day
 * @param accesses to the records that were reached later, a day and kind of origin
 * @param contacts of the case a day
 * @param touches first touch of each identifier by the case's contacts, oldest first
 * @param untold touches beyond those, which were left out
 */
public record Timeline(
        List<Count> plantings, List<Access> accesses, List<Count> contacts, List<Touch> touches, long untold) {

    /** How many on a day. */
    public record Count(LocalDate day, long count) {}

    /** How many accesses of a kind on a day. */
    public record Access(LocalDate day, OriginKind kind, long count) {}

    /**
     * A contact touches an identifier of ours.
     *
     * @param at when it was received
     * @param canary the identifier, masked
     * @param quoted whether the contact quotes it, rather than reaching it
     * @param first whether nobody touched it before
     * @param campaign number of the contact's campaign; {@code null} where none was assigned
     */
    public record Touch(
            Instant at,
            Channel channel,
            String canary,
            TokenRole role,
            boolean quoted,
            boolean first,
            @Nullable Long campaign) {

        /** How it was touched, in words. */
        public String how() {
            String by = switch (channel) {
                case MAIL -> "mail";
                case CALL -> "call";
                case SMS -> "text message";
            };
            return quoted ? "quoted in a " + by : by;
        }
    }
}
