package io.barium.provider;

import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Quotes;
import io.barium.model.StirShaken;
import io.barium.provider.kit.CallDetailRecord;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PhoneNumbers;
import io.barium.provider.kit.StirVerstat;
import io.barium.provider.kit.TextBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What FreeSWITCH reports, in its own field names. */
final class FreeSwitchReport {
    /** The name under which the answer has a recording sent. */
    static final String RECORDING = "attached_file";

    private FreeSwitchReport() {}

    /** Whether mod_httapi is asking for the last time, its call being over. */
    static boolean isExiting(Form form) {
        return "true".equals(form.filled("exiting"));
    }

    /** The recording that came along; {@code null} when there is none. */
    static @Nullable FormField recording(Form form) {
        FormField file = form.field(RECORDING);
        return file == null || file.filename() == null ? null : file;
    }

    /** What mod_httapi asks about. */
    static Reading asked(Form form, String region) throws MalformedHook {
        String session = form.filled("session_id");
        if (session == null) {
            throw new MalformedHook("session_id, cdr: expected the id of a call or a record, found neither");
        }
        if ("outbound".equals(form.filled("Caller-Direction"))) {
            return new Reading.Ignored("call that was made from here");
        }
        List<Contact> contacts = new ArrayList<>();
        if (recording(form) != null) {
            contacts.add(report(form, session, CallStage.RECORDING, "recording", region));
        }
        if (isExiting(form)) {
            contacts.add(report(form, session, CallStage.STATUS, "exiting", region));
        }
        if (contacts.isEmpty()) {
            Call call = report(form, session, CallStage.INCOMING, "incoming", region);
            if (call.to() == null) {
                throw new MalformedHook(
                        "Caller-Destination-Number: expected the number that was called, found nothing");
            }
            contacts.add(call);
        }
        return Reading.of(contacts);
    }

    private static Call report(Form form, String session, CallStage stage, String event, String region) {
        return new Call(
                EventIds.given(session + ":" + event),
                stage == CallStage.INCOMING ? micros(form.filled("Caller-Channel-Created-Time")) : null,
                EventIds.given(session),
                stage,
                caller(form.text("Caller-Caller-ID-Number"), region),
                PhoneNumbers.e164(form.text("Caller-Destination-Number"), region),
                shown(form.filled("Caller-Caller-ID-Name")),
                PhoneNumbers.e164(form.text("Caller-RDNIS"), region),
                stage == CallStage.INCOMING
                        ? StirVerstat.parse(form.filled("variable_sip_verstat"))
                        : StirShaken.UNKNOWN,
                shown(form.filled(isExiting(form) ? "variable_hangup_cause" : "Channel-Call-State")),
                null,
                null,
                "",
                Quotes.NONE);
    }

    /** What a record says of a call that ended. */
    static Reading ended(CallDetailRecord record, String region) throws MalformedHook {
        String uuid = record.variable("uuid") == null ? record.caller("uuid") : record.variable("uuid");
        if (uuid == null) {
            throw new MalformedHook("variables.uuid: expected the id of the call, found nothing");
        }
        if ("outbound".equals(record.variable("direction"))) {
            return new Reading.Ignored("call that was made from here");
        }
        String dialled = first(record.caller("destination_number"), record.variable("sip_req_user"));
        String to = PhoneNumbers.e164(dialled, region);
        if (to == null) {
            throw new MalformedHook(
                    "callflow.caller_profile.destination_number: expected the number that was called, found nothing");
        }
        return Reading.of(new Call(
                EventIds.given(uuid + ":cdr"),
                seconds(first(record.variable("end_epoch"), record.variable("start_epoch"))),
                EventIds.given(uuid),
                CallStage.STATUS,
                caller(first(record.caller("caller_id_number"), record.variable("sip_from_user")), region),
                to,
                shown(record.caller("caller_id_name")),
                PhoneNumbers.e164(record.caller("rdnis"), region),
                StirVerstat.parse(record.variable("sip_verstat")),
                shown(record.variable("hangup_cause")),
                duration(record.variable("duration")),
                null,
                "",
                Quotes.NONE));
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    /** FreeSWITCH writes zeros for a caller that showed no number. */
    private static @Nullable String caller(@Nullable String number, String region) {
        boolean none = number == null
                || JsonReport.isWithheld(number)
                || number.strip().matches("0+");
        return none ? null : PhoneNumbers.e164(number, region);
    }

    private static @Nullable String shown(@Nullable String value) {
        return value == null || value.isBlank() ? null : TextBounds.subject(value);
    }

    private static @Nullable Integer duration(@Nullable String value) {
        return value != null && value.matches("[0-9]{1,8}") ? Integer.valueOf(value) : null;
    }

    private static @Nullable Instant seconds(@Nullable String value) {
        boolean told = value != null && value.matches("[1-9][0-9]{0,10}");
        return told ? Instant.ofEpochSecond(Long.parseLong(value)) : null;
    }

    private static @Nullable Instant micros(@Nullable String value) {
        boolean told = value != null && value.matches("[1-9][0-9]{6,16}");
        if (!told) {
            return null;
        }
        long micros = Long.parseLong(value);
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
    }
}
