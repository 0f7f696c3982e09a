package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PhoneNumbers;
import io.barium.provider.kit.PresentedSecret;
import io.barium.provider.kit.QuoteFinder;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.StirFindings;
import io.barium.provider.kit.TextBounds;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asterisk and FreePBX: calls and text messages that reach a telephone system of one's own, told by its dialplan.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: a token of letters, digits, - and _, shown as bearer token; or {@code user:password}.
 *   <li>{@code region} (optional): the country of numbers without international prefix.
 *   <li>{@code answer} (optional): the word that the dialplan gets back: {@code decline}, {@code ring}, {@code silence}
 *       or {@code record}. What it does with it is the dialplan's; recordings stay where it puts them.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * It does not: the dialplan shows the token in {@code Authorization: Bearer}. Let {@code CURL()} verify the
 * certificate, or whoever answers in our place learns the token. Nothing dates a request; a repeat is recognised by the
 * channel's {@code UNIQUEID} and the event.
 *
 * <h2>Fields</h2>
 *
 * <ul>
 *   <li>{@code call}: {@code UNIQUEID}, required; {@code to}: the number that was called, required on the first report.
 *   <li>{@code event}: {@code incoming} (what it is when absent), {@code ended}, {@code recorded} or {@code message}.
 *   <li>{@code from}, {@code name}, {@code presentation} ({@code CALLERID(num-pres)}), {@code diverted}: of the caller.
 *   <li>{@code attestation}, {@code verified}: what {@code STIR_SHAKEN()} says.
 *   <li>{@code at}: {@code EPOCH}; {@code status}: why it ended; {@code seconds}: how long it took.
 *   <li>{@code text}: of a message.
 * </ul>
 *
 * <h2>Replies</h2>
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with the word of {@code answer}</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, anything else</td><td>200 with {@code ok}</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with {@code decline}</td></tr>
 *   <tr><td>FORGED</td><td>401</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Load {@code func_curl.so}, {@code res_curl.so} and {@code func_uri.so}.
 *   <li>Put a long random token in {@code sources[].secrets}.
 *   <li>Put this in {@code extensions.conf} ({@code extensions_custom.conf} on FreePBX) and send the canary numbers to
 *       its context; leave out {@code STIR_SHAKEN} where the module is not loaded:
 * </ol>
 *
 * <pre>{@code
 * [barium]
 * exten => _[+0-9].,1,Set(CURLOPT(httpheader)=Authorization: Bearer TOKEN)
 *  same => n,Set(CURLOPT(conntimeout)=5)
 *  same => n,Set(CURLOPT(httptimeout)=10)
 *  same => n,Set(CURLOPT(ssl_verifypeer)=1)
 *  same => n,Set(CURLOPT(failurecodes)=401,413,503)
 *  same => n,Set(who=from=${URIENCODE(${CALLERID(num)})}&name=${URIENCODE(${CALLERID(name)})})
 *  same => n,Set(who=${who}&presentation=${CALLERID(num-pres)}&diverted=${URIENCODE(${REDIRECTING(from-num)})})
 *  same => n,Set(stir=attestation=${STIR_SHAKEN(0,attestation)})
 *  same => n,Set(stir=${stir}&verified=${URIENCODE(${STIR_SHAKEN(0,verify_result)})})
 *  same => n,Set(what=event=incoming&call=${UNIQUEID}&to=${URIENCODE(${EXTEN})}&at=${EPOCH})
 *  same => n,Set(answer=${CURL(https://host/hooks/ID,${what}&${who}&${stir})})
 *  same => n,GotoIf($["${answer}" = "ring"]?ring)
 *  same => n,GotoIf($["${answer}" = "silence"]?silence)
 *  same => n,GotoIf($["${answer}" = "record"]?record)
 *  same => n,Hangup(21)
 *  same => n(ring),Ringing()
 *  same => n,Wait(60)
 *  same => n,Hangup(19)
 *  same => n(silence),Answer()
 *  same => n,Wait(60)
 *  same => n,Hangup()
 *  same => n(record),Answer()
 *  same => n,Playback(a-neutral-prompt-of-your-own)
 *  same => n,Record(/var/spool/asterisk/barium/${UNIQUEID}.wav,10,120)
 *  same => n,Hangup()
 * exten => h,1,Set(end=event=ended&call=${UNIQUEID}&status=${HANGUPCAUSE}&at=${EPOCH}&seconds=${CDR(duration)})
 *  same => n,Set(answer=${CURL(https://host/hooks/ID,${end})})
 * }</pre>
 *
 * <h2>Not confirmed</h2>
 *
 * Nothing was tried on a running Asterisk. Words of {@code verify_result} are those of its source: {@code success}, in
 * older versions {@code Verification passed}.
 */
public final class Asterisk implements Provider {
    /** What is said where nothing was verified, rather than verified in vain. */
    private static final Set<String> NOT_VERIFIED = Set.of(
            "", "disabled", "internal_error", "invalid_arguments", "missing_identity_hdr", "verification not present");

    @Override
    public String id() {
        return "asterisk";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Asterisk and FreePBX, by dialplan",
                List.of(Channel.CALL, Channel.SMS),
                "bearer or Basic",
                "a token, or `user:password`",
                "none",
                "`UNIQUEID` and event");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        String authorization = hook.header("authorization");
        if (authorization == null) {
            return Authenticity.forged("Authorization is missing; set CURLOPT(httpheader) before CURL()");
        }
        return PresentedSecret.isAnyOf(secrets, authorization)
                ? Authenticity.GENUINE
                : Authenticity.forged("Authorization fits none of sources[id=" + source.id() + "].secrets");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        Form form = hook.form().whole();
        String call = form.filled("call");
        if (call == null) {
            throw new MalformedHook("call: expected the channel's UNIQUEID, found nothing");
        }
        String event = event(form);
        return switch (event) {
            case "incoming", "ended", "recorded" -> Reading.of(call(form, call, event, source.region()));
            case "message" -> Reading.of(message(form, call, source.region()));
            default -> throw new MalformedHook("event: expected incoming, ended, recorded or message");
        };
    }

    private static String event(Form form) {
        String event = form.filled("event");
        return event == null ? "incoming" : event.toLowerCase(Locale.ROOT);
    }

    private static Call call(Form form, String call, String event, String region) throws MalformedHook {
        CallStage stage = switch (event) {
            case "incoming" -> CallStage.INCOMING;
            case "recorded" -> CallStage.RECORDING;
            default -> CallStage.STATUS;
        };
        String to = PhoneNumbers.e164(form.text("to"), region);
        if (to == null && stage == CallStage.INCOMING) {
            throw new MalformedHook("to: expected the number that was called, found nothing");
        }
        return new Call(
                EventIds.given(call + ":" + event),
                at(form),
                EventIds.given(call),
                stage,
                caller(form, region),
                to,
                shown(form, "name"),
                PhoneNumbers.e164(form.text("diverted"), region),
                stirShaken(form),
                shown(form, "status"),
                seconds(form),
                null,
                "",
                Quotes.NONE);
    }

    private static Sms message(Form form, String id, String region) throws MalformedHook {
        String to = PhoneNumbers.e164(form.text("to"), region);
        if (to == null) {
            throw new MalformedHook("to: expected the number that was reached, found nothing");
        }
        FormField body = form.field("text");
        String text = body == null ? "" : body.boundedText().text();
        return new Sms(
                EventIds.given(id),
                at(form),
                caller(form, region),
                to,
                text,
                List.of(),
                text.isBlank() ? Quotes.NONE : QuoteFinder.find(text, region));
    }

    /** A number that its caller withheld is none of ours to show, even where the trunk passes it on. */
    private static @Nullable String caller(Form form, String region) {
        String from = form.text("from");
        String presentation = form.filled("presentation");
        boolean withheld = (presentation != null && presentation.startsWith("prohib"))
                || (from != null && JsonReport.isWithheld(from));
        return withheld ? null : PhoneNumbers.e164(from, region);
    }

    private static StirShaken stirShaken(Form form) {
        String result = form.filled("verified");
        String words = result == null ? "" : result.toLowerCase(Locale.ROOT);
        Verification outcome;
        if (words.equals("success") || words.equals("verification passed")) {
            outcome = Verification.PASSED;
        } else {
            outcome = NOT_VERIFIED.contains(words) ? Verification.NONE : Verification.FAILED;
        }
        return StirFindings.of(outcome, form.filled("attestation"), result);
    }

    private static @Nullable String shown(Form form, String field) {
        String value = form.filled(field);
        return value == null ? null : TextBounds.subject(value);
    }

    private static @Nullable Integer seconds(Form form) {
        String value = form.filled("seconds");
        return value != null && value.matches("[0-9]{1,8}") ? Integer.valueOf(value) : null;
    }

    private static @Nullable Instant at(Form form) {
        String value = form.filled("at");
        return value != null && value.matches("[0-9]{1,11}") ? Instant.ofEpochSecond(Long.parseLong(value)) : null;
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return event(hook.form()).equals("message") ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED ->
                Reply.text(
                        200,
                        event(hook.form()).equals("incoming")
                                ? word(source.options().answering().mode())
                                : "ok");
            case UNREADABLE -> Reply.text(200, word(Mode.DECLINE));
            case FORGED ->
                new Reply(
                        401,
                        "text/plain; charset=utf-8",
                        "refused",
                        Map.of("WWW-Authenticate", "Basic realm=\"barium\""));
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "later");
        };
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
