package io.barium.persona;

import java.util.List;

/**
 * What a support system's tables look like, for personas that are to stand among their rows.
 *
 * @param customers a random sample of customers with their tickets
 * @param gaps a random sample of gaps in the ticket series
 */
public record TableProfile(List<CustomerRow> customers, List<TicketGap> gaps) {

    public TableProfile {
        customers = List.copyOf(customers);
        gaps = List.copyOf(gaps);
    }
}
