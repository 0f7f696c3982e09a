package io.barium.seed;

import io.barium.seed.Staff.Agent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who viewed or exported whose record: views around tickets, and the exports that a company makes every quarter. */
final class AccessHistory {
    private static final double EXPORTED = .9;

    private final Staff staff;
    private final RandomGenerator random;

    AccessHistory(Staff staff, RandomGenerator random) {
        this.staff = staff;
        this.random = random;
    }

    private record Access(
            Instant at,
            Agent agent,
            String action,
            Customer customer,
            @Nullable String queue,
            @Nullable String export) {}

    /** An export that recurs: to whom it belongs and whom it takes. */
    private record Export(String name, String queue, Predicate<Customer> takes) {}

    void copy(Connection c, List<Customer> customers, List<Ticket> tickets, Progress progress) throws SQLException {
        List<Access> log = new ArrayList<>();
        views(tickets, log);
        exports(customers, log);
        log.sort(Comparator.comparing(Access::at));
        Copy copy = new Copy(
                c,
                "access_log (at, agent_id, action, customer_id, queue, export_name)",
                "access log",
                log.size(),
                progress);
        for (Access a : log) {
            copy.row(a.at, a.agent.id(), a.action, a.customer.id(), a.queue, a.export);
        }
        copy.end();
    }

    private void views(List<Ticket> tickets, List<Access> log) {
        for (Ticket ticket : tickets) {
            Instant at = ticket.createdAt();
            int views = 1 + (int) (-Math.log(1 - random.nextDouble()) * 1.4);
            for (int i = 0; i < views; i++) {
                at = at.plusSeconds(120 + (long) (-Math.log(1 - random.nextDouble()) * 40_000));
                if (History.covers(at)) {
                    Agent agent = staff.of(ticket.queue(), at, random);
                    log.add(new Access(at, agent, "VIEW", ticket.customer(), ticket.queue(), null));
                }
            }
        }
    }

    private void exports(List<Customer> customers, List<Access> log) {
        List<Export> exports = List.of(
                new Export("dunning", "billing", c -> share(c, 9) == 0),
                new Export("newsletter-en", "sales", c -> c.locale().startsWith("en") && share(c, 6) == 1),
                new Export("renewal-business", "sales", c -> c.segment().equals("business")),
                new Export("dialer-dach", "sales", c -> c.country().equals("DE") && share(c, 3) == 1),
                new Export("survey", "technical", c -> share(c, 12) == 5));
        LocalDate day = History.START.plusMonths(5);
        for (int n = 0; day.isBefore(History.END); n++) {
            Export export = exports.get(n % exports.size());
            Instant at = day.atTime(8 + random.nextInt(9), random.nextInt(60)).toInstant(ZoneOffset.UTC);
            Agent agent = staff.of(export.queue, at, random);
            for (Customer customer : customers) {
                if (customer.createdAt().isBefore(at)
                        && export.takes.test(customer)
                        && random.nextDouble() < EXPORTED) {
                    log.add(new Access(at, agent, "EXPORT", customer, export.queue, export.name + "-" + day));
                }
            }
            day = day.plusDays(70 + random.nextInt(40));
        }
    }

    /** A part of the customers that is always the same. */
    private static int share(Customer customer, int parts) {
        return (int) Math.floorMod(customer.id().getLeastSignificantBits(), (long) parts);
    }
}
