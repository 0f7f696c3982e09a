package io.barium.seed;

import io.barium.persona.Ascii;
import io.barium.persona.Names;
import io.barium.persona.PersonName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The help desk's agents: each at home in a queue, from the day of hiring on. */
final class Staff {
    static final List<String> QUEUES = List.of("technical", "billing", "accounts", "sales", "returns");
    private static final int CUSTOMERS_PER_AGENT = 170;

    private final List<Agent> agents = new ArrayList<>();

    /** A row of {@code agent}. */
    record Agent(UUID id, String name, String email, String queue, LocalDate hired) {}

    Staff(int customers, RandomGenerator random) {
        Set<String> addresses = new HashSet<>();
        int count = Math.max(3 * QUEUES.size(), customers / CUSTOMERS_PER_AGENT);
        for (int i = 0; i < count; i++) {
            String locale = random.nextInt(10) < 6 ? "en_US" : Names.LOCALES.get(1 + random.nextInt(3));
            PersonName name = Names.of(locale).orElseThrow().draw(random);
            String base = Ascii.fold(name.given(), true) + "." + Ascii.fold(name.family(), true);
            String local = base;
            for (int n = 2; !addresses.add(local); n++) {
                local = base + n;
            }
            // the first agents of every queue were there from the start, so that no queue is ever without one
            boolean founder = i < 2 * QUEUES.size();
            LocalDate hired = founder
                    ? History.START
                    : History.START.plusDays(random.nextLong(0, History.END.toEpochDay() - History.START.toEpochDay()));
            agents.add(new Agent(
                    Ids.next(random),
                    name.given() + " " + name.family(),
                    local + "@helpdesk.example",
                    QUEUES.get(i % QUEUES.size()),
                    hired));
        }
    }

    void copy(Connection c) throws SQLException {
        Copy copy = new Copy(c, "agent (id, name, email, queue, hired_on)", "agents", agents.size(), Progress.NONE);
        for (Agent a : agents) {
            copy.row(a.id, a.name, a.email, a.queue, a.hired);
        }
        copy.end();
    }

    /** Somebody who worked in a queue at that time; now and then a colleague from another one helps out. */
    Agent of(String queue, Instant at, RandomGenerator random) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        String where = random.nextInt(20) == 0 ? QUEUES.get(random.nextInt(QUEUES.size())) : queue;
        List<Agent> there = agents.stream()
                .filter(a -> a.queue.equals(where) && !a.hired.isAfter(day))
                .toList();
        // some agents handle much more than others
        int index = (int) (there.size() * Math.pow(random.nextDouble(), 1.6));
        return there.isEmpty() ? agents.get(0) : there.get(index);
    }
}
