package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.BasicCredentials;
import io.barium.provider.kit.CallDetailRecord;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * FreeSWITCH and FusionPBX: calls that mod_httapi asks about, and the records that mod_xml_cdr and mod_json_cdr write
 * when a call ends.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password}, which mod_httapi takes as {@code gateway-credentials} and the others as
 *       {@code cred}.
 *   <li>{@code region} (optional): the country of numbers without international prefix.
 *   <li>{@code answer} (optional): what callers hear: {@code decline}, {@code ring} for a minute, {@code silence}, or
 *       {@code record} with {@code recordingLawful} and {@code prompt}, which needs mod_flite. mod_httapi posts the
 *       recording itself, and it is kept as evidence.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * It does not: it shows user and password as Basic credentials. Let it verify the certificate, which it does not unless
 * told to. Nothing dates a request; a repeat is recognised by the channel's UUID and the event.
 *
 * <h2>Replies</h2>
 *
 * mod_httapi leaves the call to the dialplan unless it gets 200 and {@code text/xml}. The records are repeated as often
 * as {@code retries} says until they are answered with 200, and then put aside in {@code err-log-dir}.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, incoming call</td><td>200 with what {@code answer} says</td></tr>
 *   <tr><td>REPLAYED, incoming call, and ACCEPTED, recording</td><td>200, hang up: a document was carried out, what next?</td></tr>
 *   <tr><td>IGNORED, call</td><td>200, go on in the dialplan</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, end of call or record</td><td>200 without body</td></tr>
 *   <tr><td>UNREADABLE</td><td>200, hang up</td></tr>
 *   <tr><td>FORGED</td><td>401 with {@code WWW-Authenticate: Basic}</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Invent a user and a password, put {@code user:password} in {@code sources[].secrets}.
 *   <li>In {@code httapi.conf.xml} give a profile {@code gateway-url} {@code https://host/hooks/ID},
 *       {@code gateway-credentials}, {@code method} {@code POST}, {@code enable-cacert-check} and
 *       {@code enable-ssl-verifyhost}; among its permissions {@code extended-data}, which tells the verification of the
 *       caller, and {@code execute-apps} with {@code answer} alone, where calls are to be answered.
 *   <li>Send the canary numbers to {@code ring_ready} and then to {@code httapi} with that profile.
 *   <li>In {@code xml_cdr.conf.xml} or {@code json_cdr.conf.xml} enter the same URL and {@code cred} where calls are to
 *       be known that mod_httapi is not asked about; {@code log-b-leg} can stay off.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Nothing was tried on a running FreeSWITCH. That {@code sip_verstat} has the verification's words; a pass counts only
 * with its level. Digest instead of Basic is not taken.
 */
public final class FreeSwitch implements Provider {
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"barium\"");
    private static final byte[] FIELD = "cdr=".getBytes(StandardCharsets.US_ASCII);
    private static final String HANGUP = "<hangup cause=\"NORMAL_CLEARING\"/>";

    @Override
    public String id() {
        return "freeswitch";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "FreeSWITCH and FusionPBX: mod_httapi, mod_xml_cdr, mod_json_cdr",
                List.of(Channel.CALL),
                "Basic credentials",
                "`user:password`",
                "none",
                "`session_id` or `uuid`, and event");
    }

    @Override
    public boolean eventsByGet() {
        return true;
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return SourceSecrets.texts(source).isEmpty()
                ? SourceSecrets.missing(source)
                : BasicCredentials.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        byte[] record = record(hook);
        return record.length > 0
                ? FreeSwitchReport.ended(CallDetailRecord.read(record), source.region())
                : FreeSwitchReport.asked(form(hook).whole(), source.region());
    }

    private static Form form(RawHook hook) {
        return hook.method().equals("GET") ? hook.queryForm() : hook.form();
    }

    /** The record of a call that ended; nothing when it is no such request. */
    private static byte[] record(RawHook hook) {
        return switch (hook.mediaType()) {
            case "text/xml", "application/xml", "application/json", "text/json" -> hook.body();
            // Not percent-encoded, whatever the type says.
            case "application/x-www-form-plaintext", "application/x-www-form-base64-encoded" ->
                Arrays.mismatch(hook.body(), FIELD) == FIELD.length
                        ? Arrays.copyOfRange(hook.body(), FIELD.length, hook.body().length)
                        : hook.body();
            default -> {
                FormField cdr = form(hook).field("cdr");
                yield cdr == null ? new byte[0] : cdr.bytes();
            }
        };
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> done(outcome, hook, source);
            case UNREADABLE -> Reply.xml(document(HANGUP));
            case FORGED -> new Reply(401, "text/plain; charset=utf-8", "credentials refused", CHALLENGE);
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static Reply done(Outcome outcome, RawHook hook, Source source) {
        if (record(hook).length > 0 || FreeSwitchReport.isExiting(form(hook))) {
            return Reply.empty(200);
        }
        if (outcome == Outcome.IGNORED) {
            return Reply.xml(document("<break/>"));
        }
        boolean next = outcome == Outcome.REPLAYED || FreeSwitchReport.recording(form(hook)) != null;
        return Reply.xml(document(next ? HANGUP : work(source.options().answering())));
    }

    private static String work(Answering answering) {
        return switch (answering.mode()) {
            case DECLINE -> "<hangup cause=\"CALL_REJECTED\"/>";
            case RING -> "<pause milliseconds=\"60000\"/><hangup cause=\"NO_ANSWER\"/>";
            case SILENCE -> "<execute application=\"answer\"/><pause milliseconds=\"60000\"/>" + HANGUP;
            case RECORD ->
                "<execute application=\"answer\"/><speak engine=\"flite\" voice=\"slt\" text=\""
                        + CallXml.escape(answering.prompt())
                        + "\"/><record name=\"" + FreeSwitchReport.RECORDING
                        + "\" file=\"message.wav\" limit=\"120\" silence-hits=\"10\""
                        + " beep-file=\"tone_stream://%(250,0,800)\"/>";
        };
    }

    private static String document(String work) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><document type=\"xml/freeswitch-httapi\"><work>" + work
                + "</work></document>";
    }
}
