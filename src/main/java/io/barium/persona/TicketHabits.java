package io.barium.persona;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What tickets of a queue are about, who had them when, and how they ended. */
final class TicketHabits {
    private final Map<String, List<String>> subjects;
    private final Map<String, NavigableMap<Instant, TicketRow>> byTime = new HashMap<>();

    TicketHabits(List<CustomerRow> customers) {
        List<TicketRow> tickets =
                customers.stream().flatMap(c -> c.tickets().stream()).toList();
        Map<String, Long> count = tickets.stream()
                .filter(t -> t.subject() != null)
                .collect(
                        Collectors.groupingBy(t -> Objects.requireNonNullElse(t.subject(), ""), Collectors.counting()));
        // what only one customer wrote may name that customer; what several wrote does not
        subjects = tickets.stream()
                .filter(t -> count.getOrDefault(Objects.requireNonNullElse(t.subject(), ""), 0L) > 1)
                .collect(Collectors.groupingBy(
                        TicketHabits::queue,
                        Collectors.mapping(t -> Objects.requireNonNullElse(t.subject(), ""), Collectors.toList())));
        for (TicketRow ticket : tickets) {
            if (ticket.createdAt() != null) {
                byTime.computeIfAbsent(queue(ticket), q -> new TreeMap<>(Comparator.naturalOrder()))
                        .put(ticket.createdAt(), ticket);
            }
        }
    }

    /** A ticket at a free number, after the pattern of a real one. */
    TicketRow at(TicketSlot slot, TicketRow like, RandomGenerator random) {
        TicketRow then = nearest(queue(like), slot.at(), like);
        List<String> known = subjects.getOrDefault(queue(like), List.of());
        String subject = like.subject() == null || known.isEmpty() ? like.subject() : Region.pick(known, random);
        return new TicketRow(slot.number(), like.queue(), then.agent(), subject, then.status(), slot.at());
    }

    private TicketRow nearest(String queue, @Nullable Instant at, TicketRow otherwise) {
        NavigableMap<Instant, TicketRow> tickets = byTime.get(queue);
        if (tickets == null || at == null) {
            return otherwise;
        }
        Map.Entry<Instant, TicketRow> before = tickets.floorEntry(at);
        return (before == null ? tickets.firstEntry() : before).getValue();
    }

    private static String queue(TicketRow ticket) {
        return Objects.requireNonNullElse(ticket.queue(), "");
    }
}
