package io.barium.seed;

import io.barium.persona.SeedData;
import io.barium.persona.Weighted;
import io.barium.seed.Staff.Agent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What customers wrote to the help desk, numbered in the order in which it came. */
final class TicketHistory {
    /** The first number; the series is older than the table. */
    private static final long FIRST = 10_482_117;
    /** Share of numbers that went to spam and to tickets merged or deleted since. */
    private static final double LOST = .72;

    private final Staff staff;
    private final RandomGenerator random;
    private final Map<String, Weighted<String>> subjects = new HashMap<>();
    private final Weighted<String> homeQueues;
    private final Weighted<String> otherQueues;

    TicketHistory(Staff staff, RandomGenerator random) {
        this.staff = staff;
        this.random = random;
        Map<String, Weighted.Builder<String>> building = new HashMap<>();
        SeedData.csv("subjects.csv")
                .forEach(r -> building.computeIfAbsent(r.getField("queue"), q -> new Weighted.Builder<>())
                        .add(r.getField("subject"), Double.parseDouble(r.getField("weight"))));
        building.forEach((queue, table) -> subjects.put(queue, table.build()));
        homeQueues = queues(38, 24, 18, 12, 8);
        otherQueues = queues(47, 22, 12, 15, 4);
    }

    private static Weighted<String> queues(int... shares) {
        Weighted.Builder<String> table = new Weighted.Builder<>();
        for (int i = 0; i < shares.length; i++) {
            table.add(Staff.QUEUES.get(i), shares[i]);
        }
        return table.build();
    }

    private record Letter(Customer customer, Instant at) {}

    List<Ticket> make(List<Customer> customers) {
        List<Letter> letters = new ArrayList<>();
        for (Customer customer : customers) {
            Instant at = History.later(customer.createdAt(), 9, customer.locale(), random);
            // two in ten never write; of the others, each letter may be followed by one more
            boolean writes = random.nextInt(10) >= 2;
            while (writes && History.covers(at)) {
                letters.add(new Letter(customer, at));
                writes = random.nextInt(100) < (customer.segment().equals("home") ? 42 : 58);
                at = History.later(at, 160, customer.locale(), random);
            }
        }
        letters.sort(Comparator.comparing(Letter::at));
        List<Ticket> tickets = new ArrayList<>(letters.size());
        long number = FIRST;
        for (Letter letter : letters) {
            number += 1 + (long) (Math.log(1 - random.nextDouble()) / Math.log(LOST));
            tickets.add(ticket(letter, number));
        }
        return tickets;
    }

    private Ticket ticket(Letter letter, long number) {
        boolean home = letter.customer.segment().equals("home");
        String queue = (home ? homeQueues : otherQueues).draw(random);
        Weighted<String> about = subjects.get(queue);
        if (about == null) {
            throw new IllegalStateException("seed-data/subjects.csv has nothing for " + queue);
        }
        String status = status(letter.at);
        Agent agent = staff.of(queue, letter.at, random);
        UUID assigned = status.equals("new") ? null : agent.id();
        return new Ticket(
                Ids.next(random),
                "HD-" + number,
                letter.customer,
                queue,
                assigned,
                about.draw(random),
                status,
                letter.at);
    }

    private String status(Instant at) {
        Instant end = History.END.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        long days = Duration.between(at, end).toDays();
        int how = random.nextInt(100);
        if (days < 2 && how < 45) {
            return "new";
        }
        if (days < 14 && how < 60) {
            return how < 35 ? "open" : "pending";
        }
        return days < 40 || how < 3 ? "solved" : "closed";
    }
}
