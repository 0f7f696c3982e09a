package io.barium.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbound call, or one later report about it (its end, a recording, a transcription), which carries the same
 * {@code callId}.
 *
 * @param eventId the provider's id of this report
 * @param occurredAt the provider's time of the report
 * @param callId the provider's id of the call; all reports of one call share it
 * @param stage which report this is
 * @param from calling number in E.164, or what was shown instead; {@code null} when withheld
 * @param to called number in E.164; {@code null} on reports that do not repeat it
 * @param callerName caller name as displayed, unverified
 * @param forwardedFrom number that diverted the call to us
 * @param stirShaken attestation of the calling number
 * @param status the provider's own word for the call's state
 * @param durationSeconds length of the call or recording in seconds
 * @param recordingUrl where the provider keeps the recording; never fetched automatically
 * @param text transcription, bounded
 * @param quotes what the transcription quotes
 */
public record Call(
        String eventId,
        @Nullable Instant occurredAt,
        String callId,
        CallStage stage,
        @Nullable String from,
        @Nullable String to,
        @Nullable String callerName,
        @Nullable String forwardedFrom,
        StirShaken stirShaken,
        @Nullable String status,
        @Nullable Integer durationSeconds,
        @Nullable String recordingUrl,
        String text,
        Quotes quotes)
        implements Contact {

    /** The same report, with the numbers and the name of an earlier one of the call where it does not repeat them. */
    public Call after(Call earlier) {
        return new Call(
                eventId,
                occurredAt,
                callId,
                stage,
                from == null ? earlier.from : from,
                to == null ? earlier.to : to,
                callerName == null ? earlier.callerName : callerName,
                forwardedFrom == null ? earlier.forwardedFrom : forwardedFrom,
                stirShaken,
                status,
                durationSeconds,
                recordingUrl,
                text,
                quotes);
    }

    @Override
    public Channel channel() {
        return Channel.CALL;
    }

    @Override
    public String thread() {
        return callId;
    }

    @Override
    public @Nullable String sender() {
        return from;
    }

    @Override
    public List<String> recipients() {
        return to == null ? List.of() : List.of(to);
    }
}
