package io.barium.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code ticket}. */
record Ticket(
        UUID id,
        String number,
        Customer customer,
        String queue,
        @Nullable UUID agent,
        String subject,
        String status,
        Instant createdAt) {

    static void copy(Connection c, List<Ticket> tickets, Progress progress) throws SQLException {
        Copy copy = new Copy(
                c,
                "ticket (id, number, customer_id, queue, agent_id, subject, status, created_at)",
                "tickets",
                tickets.size(),
                progress);
        for (Ticket t : tickets) {
            copy.row(t.id, t.number, t.customer.id(), t.queue, t.agent, t.subject, t.status, t.createdAt);
        }
        copy.end();
    }
}
