package io.barium.hook;

import io.barium.config.Settings.Source;
import io.barium.intake.Entry;
import io.barium.intake.Receipt;
import io.barium.model.Contact;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Reading;
import io.barium.provider.Reading.Fault;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request judged and read, not yet journalled.
 *
 * @param outcome what is decided already; {@code null} while it depends on the journal
 * @param reason for the log
 * @param entries to journal
 * @param confirmation to fetch before the answer; {@code null} for nothing
 */
record Intake(
        @Nullable Outcome outcome,
        String reason,
        List<Entry> entries,
        @Nullable Fetch confirmation) {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    /** Evidence keeps the headers, but never what would let its reader in. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");

    /**
     * Authenticity over the raw bytes, then reading; never throws, whatever comes.
     *
     * @param authenticity what the provider says of it
     */
    static Intake judge(Source source, Provider provider, RawHook hook, String peer, Authenticity authenticity) {
        switch (authenticity.verdict()) {
            case FORGED -> {
                return decided(Outcome.FORGED, authenticity.reason());
            }
            case STALE -> {
                return decided(Outcome.STALE, authenticity.reason());
            }
            case UNCONFIGURED -> {
                return decided(Outcome.UNCONFIGURED, authenticity.reason());
            }
            case AWAITING -> {
                return decided(Outcome.UNAVAILABLE, "what it has to be judged with was fetched and did not help");
            }
            case GENUINE -> {}
        }
        byte[] raw = raw(hook);
        Map<String, Object> transport = transport(hook, peer);
        try {
            Reading reading = provider.read(hook, source);
            if (reading instanceof Reading.Ignored ignored) {
                return decided(Outcome.IGNORED, ignored.why());
            }
            if (reading instanceof Reading.Handshake handshake) {
                return new Intake(null, "", List.of(), handshake.confirmation());
            }
            Reading.Contacts contacts = (Reading.Contacts) reading;
            return new Intake(
                    null, reason(contacts.faults()), entries(source, provider, hook, contacts, transport, raw), null);
        } catch (MalformedHook e) {
            return unreadable(source, provider, hook, String.valueOf(e.getMessage()), transport, raw);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("reader failed source={} provider={}", source.id(), provider.id(), e);
            return unreadable(
                    source, provider, hook, "reader failed: " + e.getClass().getSimpleName(), transport, raw);
        }
    }

    private static String reason(List<Fault> faults) {
        return faults.isEmpty()
                ? ""
                : faults.size() + " of its parts cannot be read, the first because of "
                        + faults.get(0).why();
    }

    /**
     * The first contact carries what belongs to the request as a whole, its bytes among it. With a copy of them for
     * each contact of a batch, a batch of a hundred would be stored a hundred times.
     */
    private static List<Entry> entries(
            Source source,
            Provider provider,
            RawHook hook,
            Reading.Contacts reading,
            Map<String, Object> transport,
            byte[] raw) {
        List<Contact> contacts = reading.contacts();
        List<Entry> entries = new ArrayList<>(contacts.size() + reading.faults().size());
        boolean pointing = !reading.fetches().isEmpty();
        Entry first = Entry.of(
                        source.id(),
                        provider.id(),
                        hook.receivedAt(),
                        contacts.get(0),
                        pointing ? pointing(transport, reading.fetches()) : transport,
                        raw)
                .using(provider.singleUseId(hook, source));
        entries.add(pointing && first.thread() == null ? first.in("event:" + first.eventId()) : first);
        boolean apart = !reading.parts().isEmpty();
        Map<String, Object> partly =
                apart && contacts.size() + reading.faults().size() > 1 ? partOf(first, transport) : transport;
        for (int i = 1; i < contacts.size(); i++) {
            byte[] own = apart ? JsonBody.bytes(reading.parts().get(i)) : raw;
            entries.add(Entry.of(source.id(), provider.id(), hook.receivedAt(), contacts.get(i), partly, own));
        }
        for (Fault fault : reading.faults()) {
            byte[] own = JsonBody.bytes(fault.part());
            entries.add(Entry.unreadable(
                    source.id(),
                    provider.id(),
                    "unreadable:" + Sha256.hex(own),
                    first.channel(),
                    hook.receivedAt(),
                    fault.why(),
                    partly,
                    own));
        }
        return entries;
    }

    /** How a part came: in a request that stands with another event. */
    private static Map<String, Object> partOf(Entry whole, Map<String, Object> transport) {
        Map<String, Object> out = new LinkedHashMap<>(transport);
        out.put("request", new TreeMap<>(Map.of("event", whole.eventId(), "sha256", Sha256.hex(whole.raw()))));
        return out;
    }

    /** The index of the journal looks for the name of this list. */
    private static Map<String, Object> pointing(Map<String, Object> transport, List<Fetch> fetches) {
        Map<String, Object> out = new LinkedHashMap<>(transport);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Fetch fetch : fetches) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", fetch.kind());
            one.put("url", fetch.url());
            one.put("context", new TreeMap<>(fetch.context()));
            list.add(one);
        }
        out.put("fetch", list);
        return out;
    }

    /** The same without its entries, which need memory, and with the outcome of one that the journal takes. */
    Intake taken() {
        boolean readable = entries.stream().allMatch(e -> e.unreadable() == null);
        return decided(readable ? Outcome.ACCEPTED : Outcome.UNREADABLE);
    }

    /** The same after the journal. */
    Intake settled(List<Receipt> receipts) {
        return receipts.contains(Receipt.CONFLICT) ? decided(Outcome.REPLAYED) : this;
    }

    /** The same with another outcome. */
    Intake decided(Outcome now) {
        return decided(now, reason);
    }

    /** A request whose outcome is known. */
    static Intake decided(Outcome outcome, String reason) {
        return new Intake(outcome, reason, List.of(), null);
    }

    private static Intake unreadable(
            Source source, Provider provider, RawHook hook, String why, Map<String, Object> transport, byte[] raw) {
        String singleUse = provider.singleUseId(hook, source);
        Entry entry = Entry.unreadable(
                source.id(),
                provider.id(),
                "unreadable:" + (singleUse == null ? Sha256.hex(raw) : singleUse),
                provider.channelOf(hook),
                hook.receivedAt(),
                why,
                transport,
                raw);
        return new Intake(null, why, List.of(entry), null);
    }

    /** An event that comes by GET has no body: its query is what was said. */
    private static byte[] raw(RawHook hook) {
        String query = hook.rawQuery();
        return hook.body().length == 0 && query != null ? query.getBytes(StandardCharsets.UTF_8) : hook.body();
    }

    private static Map<String, Object> transport(RawHook hook, String peer) {
        Map<String, List<String>> headers = hook.headers();
        if (!Collections.disjoint(CREDENTIALS, headers.keySet())) {
            headers = new TreeMap<>(headers);
            headers.keySet().removeAll(CREDENTIALS);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("method", hook.method());
        out.put("target", hook.target());
        out.put("peer", peer);
        out.put("headers", headers);
        return out;
    }
}
