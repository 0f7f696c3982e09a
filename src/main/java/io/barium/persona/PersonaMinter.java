package io.barium.persona;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mints personas for a table: structure, gaps and habits of a real row (its skeleton), identity drawn anew by
 * frequency. The same profile and the same random numbers make the same personas.
 */
public final class PersonaMinter {
    private static final int ATTEMPTS = 200;
    private static final int MAX_TICKETS = 6;
    /** Who writes so soon after becoming a customer does both in one visit or two; weekdays then tell nothing. */
    private static final Duration SOON = Duration.ofDays(8);

    private final List<CustomerRow> customers;
    private final TicketHabits tickets;
    private final @Nullable Instant earliest;
    private final Map<String, Region> regions = new HashMap<>();

    /** A minter for the table of this profile, which must have customers. */
    public PersonaMinter(TableProfile profile) {
        if (profile.customers().isEmpty()) {
            throw new IllegalArgumentException("the support database has no customers to learn from");
        }
        customers = profile.customers();
        tickets = new TicketHabits(customers);
        earliest = customers.stream()
                .map(CustomerRow::createdAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** A locale of customers in a country. */
    public String locale(String region, RandomGenerator random) {
        return region(region).locale(region, random);
    }

    /**
     * A new person with an address.
     *
     * @param region ISO 3166 country
     * @param locale as the table writes locales
     * @param domain one of our mail domains
     * @param taken addresses in use, lower-case; the new one is added
     */
    public Identity identity(String region, String locale, String domain, Set<String> taken, RandomGenerator random) {
        Region here = region(region);
        boolean umlauts = AddressGenerator.umlauts(locale);
        for (int i = 0; i < ATTEMPTS; i++) {
            CustomerRow skeleton = here.skeleton(locale, region, random);
            PersonName name = name(locale, here, random);
            if (!AddressGenerator.isWritable(name, umlauts)) {
                continue;
            }
            String local = here.localPart(skeleton, random).fit(name, umlauts, random);
            if (local.length() <= AddressGenerator.LONGEST_LOCAL_PART && taken.add(local + "@" + domain)) {
                return new Identity(name, locale, written(local, skeleton) + "@" + domain, skeleton);
            }
        }
        throw new IllegalStateException("no free address on " + domain + " for locale " + locale);
    }

    /**
     * In which ways {@link #identity} makes addresses of names.
     *
     * @return pattern of {@link LocalPart} to weight; none where the names are customers' own, which nobody keeps
     */
    public Map<String, Double> localParts(String region, String locale) {
        return Names.of(locale).isPresent() ? region(region).patterns(locale, region) : Map.of();
    }

    /** How many tickets the persona is to have: as many as its skeleton, at least one. */
    public int ticketCount(Identity identity) {
        return Math.max(1, Math.min(MAX_TICKETS, identity.skeleton().tickets().size()));
    }

    /**
     * The whole persona.
     *
     * @param region country of the number
     * @param e164 an owned number
     * @param slots free ticket numbers
     */
    public Persona persona(
            Identity identity, String region, String e164, List<TicketSlot> slots, RandomGenerator random) {
        Region here = region(region);
        CustomerRow like = identity.skeleton();
        List<TicketSlot> ordered = new ArrayList<>(slots);
        ordered.sort(Comparator.comparing(TicketSlot::at, Comparator.nullsLast(Comparator.naturalOrder())));
        List<TicketRow> rows = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            rows.add(tickets.at(ordered.get(i), ticketLike(like, i, random), random));
        }
        CustomerRow home = here.neighbour(e164, random);
        CustomerRow row = new CustomerRow(
                cased(identity.name().given(), like.givenName()),
                cased(identity.name().family(), like.familyName()),
                identity.email(),
                here.phone(e164, like, region, random),
                like.locale(),
                like.segment(),
                like.product(),
                like.street() == null ? null : StreetStyle.draw(here.rows(), random),
                like.city() == null ? null : home.city(),
                like.postcode() == null ? null : home.postcode(),
                like.country(),
                createdAt(like, ordered.isEmpty() ? null : ordered.get(0).at(), random),
                rows);
        return new Persona(identity, e164, row);
    }

    private Region region(String code) {
        return regions.computeIfAbsent(code, c -> new Region(c, customers));
    }

    /** By frequency where the locale's names are known; otherwise two customers lend half a name each. */
    private static PersonName name(String locale, Region here, RandomGenerator random) {
        return Names.of(locale).map(names -> names.draw(random)).orElseGet(() -> {
            String given = Region.pick(here.rows(), random).givenName();
            String family = Region.pick(here.rows(), random).familyName();
            return new PersonName(Objects.requireNonNullElse(given, ""), Objects.requireNonNullElse(family, ""));
        });
    }

    private TicketRow ticketLike(CustomerRow like, int i, RandomGenerator random) {
        if (i < like.tickets().size()) {
            return like.tickets().get(i);
        }
        for (int n = 0; n < ATTEMPTS; n++) {
            List<TicketRow> others = Region.pick(customers, random).tickets();
            if (!others.isEmpty()) {
                return Region.pick(others, random);
            }
        }
        return new TicketRow("", null, null, null, null, null);
    }

    /** Some people write their address with capitals. */
    private static String written(String local, CustomerRow like) {
        String real = Objects.requireNonNullElse(like.email(), "");
        return !real.isEmpty() && Character.isUpperCase(real.charAt(0))
                ? local.substring(0, 1).toUpperCase(Locale.ROOT) + local.substring(1)
                : local;
    }

    /** Gaps and capitals as in the skeleton. */
    private static @Nullable String cased(String name, @Nullable String like) {
        if (like == null || like.isBlank()) {
            return like;
        }
        if (like.length() > 1 && like.equals(like.toUpperCase(Locale.ROOT))) {
            return name.toUpperCase(Locale.ROOT);
        }
        return like.equals(like.toLowerCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
    }

    /**
     * As long before the first ticket as the skeleton was, and where that is long, on its weekday at its time of day.
     */
    private @Nullable Instant createdAt(CustomerRow like, @Nullable Instant firstTicket, RandomGenerator random) {
        Instant real = like.createdAt();
        if (real == null || firstTicket == null || earliest == null) {
            return real;
        }
        Instant realTicket =
                like.tickets().isEmpty() ? null : like.tickets().get(0).createdAt();
        Duration wait = realTicket == null ? Duration.ofDays(30) : Duration.between(real, realTicket);
        long seconds = (long) (Math.max(600, wait.toSeconds()) * (0.7 + 0.6 * random.nextDouble()));
        Instant wished = firstTicket.minusSeconds(seconds);
        if (wished.isBefore(earliest)) {
            long span = Math.max(2, Duration.between(earliest, firstTicket).toSeconds());
            wished = earliest.plusSeconds(random.nextLong(1, span));
        }
        if (wait.compareTo(SOON) < 0) {
            return wished;
        }
        int weekday = real.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
        int wishedDay = wished.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
        Instant aligned = wished.truncatedTo(ChronoUnit.DAYS)
                .plus(Duration.ofDays(Math.floorMod(weekday - wishedDay, 7) - 7L))
                .plusSeconds(real.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 60 * 60L)
                .plusSeconds(random.nextInt(60));
        return aligned.isBefore(earliest) ? wished : aligned;
    }
}
