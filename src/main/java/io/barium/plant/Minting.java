package io.barium.plant;

import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import io.barium.persona.Identity;
import io.barium.persona.Persona;
import io.barium.persona.PersonaMinter;
import io.barium.persona.TableProfile;
import io.barium.persona.TicketGap;
import io.barium.persona.TicketSlot;
import io.barium.plant.Batch.Generator;
import io.barium.plant.NumberInventory.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mints batches: twice as many addresses, numbers and ticket numbers as are needed, of which each stratum's draw plants
 * one half. Only then are personas put together, from planted tokens alone, so that no choice of theirs can bend the
 * draw.
 */
final class Minting {
    private final List<String> domains;
    private final List<Line> numbers;
    private final List<TicketGap> gaps;
    private final PersonaMinter minter;
    private final Map<TokenKind, Set<String>> taken;
    private final ToLongFunction<String> seedOfStratum;
    private final RandomGenerator random;

    /**
     * A minting.
     *
     * @param taken values in use; what is minted is added
     */
    Minting(
            List<String> domains,
            NumberInventory inventory,
            TableProfile profile,
            Map<TokenKind, Set<String>> taken,
            ToLongFunction<String> seedOfStratum,
            RandomGenerator random) {
        this.domains = domains;
        this.random = random;
        this.numbers = shuffled(inventory.numbers());
        this.gaps = new ArrayList<>(profile.gaps());
        this.minter = new PersonaMinter(profile);
        this.taken = taken;
        this.seedOfStratum = seedOfStratum;
    }

    /** A place for a persona: where its line is, and where its mail goes. */
    private record Place(Line number, String locale, String domain) {
        String stratum() {
            String region = number.region();
            return "mail " + domain + " " + locale + (locale.endsWith(region) ? "" : " " + region);
        }
    }

    /** An address that was minted for a place. */
    private record Candidate(Identity identity, String stratum) {
        String value() {
            return identity.email().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * All personas, in batches.
     *
     * @throws InventoryTooSmall when numbers or ticket numbers are missing
     */
    List<Batch> mint(int personas, int batchSize) {
        List<Line> lines = new ArrayList<>(lines(personas));
        List<Batch> batches = new ArrayList<>();
        while (!lines.isEmpty()) {
            List<Line> part = lines.subList(0, Math.min(lines.size(), 2 * batchSize));
            batches.add(batch(List.copyOf(part)));
            part.clear();
        }
        return batches;
    }

    /** Numbers come in pairs of one block, so that any even number of neighbours can be halved. */
    private Batch batch(List<Line> pairs) {
        List<MintedToken> tokens = new ArrayList<>();
        Halves<Line> lines = Halves.draw(pairs, Minting::stratum, Line::e164, seedOfStratum);
        List<Place> places = lines.planted().stream()
                .map(n -> new Place(n, minter.locale(n.region(), random), domains.get(random.nextInt(domains.size()))))
                .toList();
        Halves<Candidate> addresses = addresses(places);
        Map<String, Deque<Candidate>> waiting = new HashMap<>();
        addresses
                .planted()
                .forEach(c -> waiting.computeIfAbsent(c.stratum(), s -> new ArrayDeque<>())
                        .add(c));
        List<Candidate> chosen = new ArrayList<>();
        for (Place place : places) {
            chosen.add(waiting.getOrDefault(place.stratum(), new ArrayDeque<>()).remove());
        }
        List<Integer> counts =
                chosen.stream().map(c -> minter.ticketCount(c.identity())).toList();
        Halves<TicketSlot> slots =
                slots(counts.stream().mapToInt(Integer::intValue).sum());
        List<List<TicketSlot>> shared = new TicketShares(slots.planted(), random).share(counts);

        List<Persona> minted = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Line line = places.get(i).number();
            Candidate c = chosen.get(i);
            minted.add(minter.persona(c.identity(), line.region(), line.e164(), shared.get(i), random));
            String owner = c.identity().email();
            tokens.add(mail(c, owner));
            tokens.add(phone(line, owner));
            shared.get(i).forEach(s -> tokens.add(ticket(s, owner)));
        }
        addresses.controls().forEach(c -> tokens.add(mail(c, null)));
        lines.controls().forEach(n -> tokens.add(phone(n, null)));
        slots.controls().forEach(s -> tokens.add(ticket(s, null)));
        return new Batch(minted, tokens, generators(places));
    }

    private Map<String, Generator> generators(List<Place> places) {
        Map<String, Generator> out = new HashMap<>();
        for (Place p : places) {
            Map<String, Double> localParts = out.containsKey(p.stratum())
                    ? Map.of()
                    : minter.localParts(p.number().region(), p.locale());
            if (!localParts.isEmpty()) {
                out.put(p.stratum(), new Generator(p.domain(), p.locale(), localParts));
            }
        }
        return out;
    }

    private List<Line> lines(int personas) {
        List<Line> free = numbers.stream()
                .filter(n -> !inUse(TokenKind.PHONE).contains(n.e164()))
                .toList();
        List<Line> pairs = Halves.pairs(free, Line::block, personas);
        if (pairs.size() < 2 * personas) {
            throw new InventoryTooSmall("support.numbers: " + personas + " more personas and their controls need "
                    + 2 * personas + " unused numbers, in pairs of one block; " + pairs.size() + " are left, "
                    + (2 * personas - pairs.size()) + " are missing");
        }
        pairs.forEach(n -> inUse(TokenKind.PHONE).add(n.e164()));
        return pairs;
    }

    private Halves<Candidate> addresses(List<Place> places) {
        List<Candidate> candidates = new ArrayList<>();
        for (Place p : places) {
            for (int i = 0; i < 2; i++) {
                Identity identity =
                        minter.identity(p.number().region(), p.locale(), p.domain(), inUse(TokenKind.EMAIL), random);
                candidates.add(new Candidate(identity, p.stratum()));
            }
        }
        return Halves.draw(candidates, Candidate::stratum, Candidate::value, seedOfStratum);
    }

    private Halves<TicketSlot> slots(int tickets) {
        List<TicketSlot> free = new ArrayList<>();
        for (TicketGap gap : shuffled(gaps)) {
            TicketSlot slot = gap.draw(random);
            if (!inUse(TokenKind.TICKET).contains(slot.number())) {
                free.add(slot);
            }
        }
        List<TicketSlot> pairs = Halves.pairs(free, TicketSlot::series, tickets);
        if (pairs.size() < 2 * tickets) {
            throw new InventoryTooSmall("support.mapping.tickets.number: " + tickets
                    + " tickets and their controls need " + 2 * tickets + " numbers that the series left out; "
                    + pairs.size() + " were found");
        }
        pairs.forEach(s -> inUse(TokenKind.TICKET).add(s.number()));
        return Halves.draw(pairs, Minting::stratum, TicketSlot::number, seedOfStratum);
    }

    private Set<String> inUse(TokenKind kind) {
        return taken.computeIfAbsent(kind, k -> new HashSet<>());
    }

    private static String stratum(Line line) {
        return "phone " + line.block();
    }

    private static String stratum(TicketSlot slot) {
        return "ticket " + slot.series();
    }

    private static MintedToken mail(Candidate c, @Nullable String owner) {
        return new MintedToken(TokenKind.EMAIL, c.value(), c.stratum(), List.of(TokenKeys.mail(c.value())), owner);
    }

    private static MintedToken phone(Line n, @Nullable String owner) {
        List<String> keys = TokenKeys.ownedPhone(n.e164(), n.countryCode());
        return new MintedToken(TokenKind.PHONE, n.e164(), stratum(n), keys, owner);
    }

    private static MintedToken ticket(TicketSlot s, @Nullable String owner) {
        return new MintedToken(TokenKind.TICKET, s.number(), stratum(s), TokenKeys.ticket(s.number()), owner);
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> out = new ArrayList<>(list);
        Collections.shuffle(out, new Random(random.nextLong()));
        return out;
    }
}
