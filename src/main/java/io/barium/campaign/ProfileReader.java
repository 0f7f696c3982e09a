package io.barium.campaign;

import io.barium.campaign.Profile.Counted;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.StirShaken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects a profile. */
final class ProfileReader {
    private static final int MOST = 50;
    private static final int MOST_OF_A_CONTACT = 20;
    private static final int LONGEST = 120;

    /** What is counted. */
    private enum Trait {
        CALLER,
        SENDER_ADDRESS,
        SENDER_DOMAIN,
        LINK_DOMAIN,
        CALL_BACK,
        REPLY_ADDRESS,
        PRETEXT,
        BRAND,
        CHANNEL,
        ATTESTATION
    }

    private final List<String> brands;
    private final Map<Trait, Map<String, Integer>> counts = new EnumMap<>(Trait.class);
    private final Sayings sayings = new Sayings();

    ProfileReader(List<String> brands) {
        this.brands = brands;
    }

    Profile read(List<Observed> rows) {
        Map<String, List<Observed>> contacts = new LinkedHashMap<>();
        for (Observed row : rows) {
            String thread = row.contact().thread();
            String key = thread == null ? "row " + row.seq() : row.contact().channel() + " " + thread;
            contacts.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<Instant> times = new ArrayList<>();
        contacts.values().forEach(reports -> {
            times.add(reports.get(0).receivedAt());
            take(reports.stream().map(Observed::contact).toList());
        });
        return new Profile(
                contacts.size(),
                counted(Trait.CALLER),
                counted(Trait.SENDER_ADDRESS),
                counted(Trait.SENDER_DOMAIN),
                counted(Trait.LINK_DOMAIN),
                counted(Trait.CALL_BACK),
                counted(Trait.REPLY_ADDRESS),
                sayings.most(),
                counted(Trait.PRETEXT),
                counted(Trait.BRAND),
                counted(Trait.CHANNEL),
                counted(Trait.ATTESTATION),
                Hours.of(times),
                rows.stream().map(Observed::receivedAt).min(Instant::compareTo).orElse(null),
                rows.stream().map(Observed::receivedAt).max(Instant::compareTo).orElse(null));
    }

    private List<Counted> counted(Trait trait) {
        return counts.getOrDefault(trait, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST)
                .map(e -> new Counted(e.getKey(), e.getValue()))
                .toList();
    }

    /** One contact, with all reports of it. */
    private void take(List<Contact> reports) {
        Map<Trait, Set<String>> traits = new EnumMap<>(Trait.class);
        for (Contact report : reports) {
            new Traits(report, traits).read();
            Claims.of(report, brands).forEach(b -> add(traits, Trait.BRAND, b));
        }
        traits.forEach((trait, values) -> {
            Map<String, Integer> all = counts.computeIfAbsent(trait, t -> new LinkedHashMap<>());
            values.forEach(v -> all.merge(v, 1, Integer::sum));
        });
        reports.stream().filter(r -> !r.text().isBlank()).findFirst().ifPresent(sayings::take);
    }

    private static void add(Map<Trait, Set<String>> traits, Trait trait, @Nullable String value) {
        String legible = value == null ? "" : Legible.of(value, LONGEST);
        if (!legible.isEmpty()) {
            traits.computeIfAbsent(trait, t -> new LinkedHashSet<>()).add(legible);
        }
    }

    /** What one report shows. */
    private record Traits(Contact contact, Map<Trait, Set<String>> found) {

        void read() {
            add(Trait.CHANNEL, contact.channel().name().toLowerCase(Locale.ROOT));
            String said = contact instanceof Mail mail ? mail.subject() + "\n" + mail.text() : contact.text();
            Pretext.of(said).forEach(p -> add(Trait.PRETEXT, p.label));
            if (contact instanceof Mail mail) {
                mail(mail);
            } else {
                add(Trait.CALLER, contact.sender() == null ? "withheld" : number(contact.sender()));
            }
            if (contact instanceof Call call) {
                stirShaken(call.stirShaken());
            }
            Set<String> ours = Set.copyOf(contact.recipients());
            contact.quotes().links().stream()
                    .limit(MOST_OF_A_CONTACT)
                    .map(Hosts::ofLink)
                    .filter(Objects::nonNull)
                    .forEach(h -> add(Trait.LINK_DOMAIN, Hosts.registrable(h)));
            contact.quotes().phoneNumbers().stream()
                    .limit(MOST_OF_A_CONTACT)
                    .filter(n -> !ours.contains(n))
                    .forEach(n -> add(Trait.CALL_BACK, number(n)));
            contact.quotes().mailAddresses().stream()
                    .limit(MOST_OF_A_CONTACT)
                    .filter(a -> !ours.contains(a))
                    .forEach(a -> add(Trait.REPLY_ADDRESS, a));
        }

        private void add(Trait trait, @Nullable String value) {
            ProfileReader.add(found, trait, value);
        }

        private static String number(String number) {
            String digits = CallerNumber.digits(number);
            return digits == null ? number : CallerNumber.shown(number, digits);
        }

        private void stirShaken(StirShaken stir) {
            String level = stir.attestation() == null ? "" : " " + stir.attestation();
            boolean silent = stir.attestation() == null && stir.verification() == StirShaken.Verification.NONE;
            String found = stir.verification().name().toLowerCase(Locale.ROOT);
            add(Trait.ATTESTATION, silent ? "no attestation" : "STIR/SHAKEN" + level + " " + found);
        }

        private void mail(Mail mail) {
            Set<String> addresses = new LinkedHashSet<>();
            if (mail.envelopeFrom() != null) {
                addresses.add(mail.envelopeFrom().toLowerCase(Locale.ROOT));
            }
            mail.headerFrom().stream().limit(2).forEach(a -> addresses.add(a.toLowerCase(Locale.ROOT)));
            for (String address : addresses) {
                add(Trait.SENDER_ADDRESS, address);
                String domain = Hosts.ofAddress(address);
                add(Trait.SENDER_DOMAIN, domain == null ? null : Hosts.registrable(domain));
            }
            MailAuthentication checked = mail.authentication();
            checked.dkimDomains().stream().limit(3).forEach(d -> add(Trait.SENDER_DOMAIN, Hosts.registrable(d)));
            result("SPF", checked.spf());
            result("DKIM", checked.dkim());
            result("DMARC", checked.dmarc());
        }

        private void result(String method, AuthResult result) {
            if (result != AuthResult.NONE) {
                add(Trait.ATTESTATION, method + " " + result.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
