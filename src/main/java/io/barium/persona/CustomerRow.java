package io.barium.persona;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer as the support system keeps one, with the own tickets. {@code null} is an empty field.
 *
 * @param email as written in the table
 * @param phone as written in the table
 * @param country ISO 3166 code where the table writes codes
 * @param createdAt when the customer was entered
 * @param tickets oldest first
 */
public record CustomerRow(
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String locale,
        @Nullable String segment,
        @Nullable String product,
        @Nullable String street,
        @Nullable String city,
        @Nullable String postcode,
        @Nullable String country,
        @Nullable Instant createdAt,
        List<TicketRow> tickets) {

    public CustomerRow {
        tickets = List.copyOf(tickets);
    }
}
