package io.barium.fuzz;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.intake.ContactJson;
import io.barium.model.Contact;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reading;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Any provider's requests: a line with the provider's id, then the raw request. Read or refused, whatever comes. */
public final class ProviderFuzz {
    private static final int MAX_TEXT = 100_000;

    private ProviderFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] named = Holds.split(data, 40);
        Provider provider = Providers.byId(Holds.latin(named[0]));
        if (provider == null) {
            return;
        }
        RawHook hook = hook(named[1]);
        Source usual = Holds.source(provider.id());
        List<Source> sources = new ArrayList<>(List.of(usual));
        provider.variants().stream().sorted().forEach(v -> sources.add(with(usual, v)));
        for (Source source : sources) {
            provider.authenticate(hook, source, Holds.NOW);
            provider.channelOf(hook);
            provider.singleUseId(hook, source);
            for (Outcome outcome : Outcome.values()) {
                provider.reply(outcome, hook, source);
            }
            try {
                read(provider.read(hook, source), provider, source, hook);
            } catch (MalformedHook e) {
                Holds.that(e.getMessage() != null && e.getMessage().contains(": "), "no field is named");
            }
        }
    }

    private static void read(Reading reading, Provider provider, Source source, RawHook hook) throws MalformedHook {
        if (!(reading instanceof Reading.Contacts contacts)) {
            return;
        }
        Holds.that(!contacts.contacts().isEmpty(), "a reading without contacts");
        for (Contact contact : contacts.contacts()) {
            Holds.that(contact.text().length() <= MAX_TEXT, "text without bound");
            Holds.that(!contact.eventId().isEmpty() && contact.eventId().length() <= 300, "no id to store");
            Holds.that(contact.equals(ContactJson.read(ContactJson.write(contact))), "the journal changes it");
        }
        Holds.that(reading.equals(provider.read(hook, source)), "a second reading differs");
    }

    private static Source with(Source s, String variant) {
        return new Source(
                s.id(),
                s.provider(),
                s.secrets(),
                s.publicUrl(),
                s.window(),
                s.authservId(),
                s.region(),
                new SourceOptions(variant, List.of(), s.secrets().get(0), new Answering(Mode.RECORD, "a < b")));
    }

    /** Lenient: what is no head is body. */
    private static RawHook hook(byte[] request) {
        String text = Holds.latin(request);
        int end = text.indexOf("\r\n\r\n");
        String[] head = (end < 0 ? "POST /hooks/main HTTP/1.1" : text.substring(0, end)).split("\r\n");
        String[] line = head[0].split(" ", -1);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String field : Arrays.asList(head).subList(1, head.length)) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(field.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(field.substring(colon + 1).strip());
            }
        }
        byte[] body = end < 0 ? request : Arrays.copyOfRange(request, end + 4, request.length);
        String target = line.length > 1 && line[1].startsWith("/") ? line[1] : "/hooks/main";
        return new RawHook(Objects.equals(line[0], "GET") ? "GET" : "POST", target, headers, body, Holds.NOW);
    }
}
