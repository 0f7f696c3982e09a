package io.barium.plant;

import io.barium.persona.CustomerRow;
import io.barium.persona.TableProfile;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Where personas are planted: somebody else's database of customers and tickets. One implementation a system. */
public interface SupportSystem {

    /**
     * What the tables look like.
     *
     * @param customers how many customers to sample at most
     * @param gaps how many gaps in the ticket series to sample at most
     * @param seed of the samples: the same seed and the same rows give the same profile
     */
    Future<TableProfile> profile(int customers, int gaps, long seed);

    /**
     * Inserts customers with their tickets, all or none.
     *
     * @return the rows' keys, in the order of the rows
     */
    Future<List<String>> insert(List<CustomerRow> rows);

    /**
     * Looks rows up by their unique value.
     *
     * @param emails addresses as inserted
     * @return key by address, of those that are there
     */
    Future<Map<String, String>> find(List<String> emails);

    /**
     * Removes customers and their tickets. A customer whom other tables refer to stays as an empty shell, without name,
     * address and number. Keys that are not there are passed over, so that it can be done again.
     *
     * @return fails when any of the values may still be there
     */
    Future<Void> remove(List<String> keys);

    /**
     * Counts real customers by segment. Only reads.
     *
     * @param planted keys of customers that are not real
     * @return by {@code KEY:VALUE} with the keys {@code segment}, {@code product}, {@code locale}, {@code country} and
     *     {@code queue}, the latter being customers with a ticket in it; fails when it takes longer than five minutes
     */
    Future<Map<String, Long>> customersBySegment(List<String> planted);
}
