package io.barium.plant;

import static io.barium.db.SqlName.quote;
import static io.barium.db.SqlName.table;

import io.barium.config.Settings.Customers;
import io.barium.config.Settings.Mapping;
import io.barium.config.Settings.Tickets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements for one mapping. Values travel as JSON and take the columns' own types in the database, so that a
 * schema may keep keys as UUID, number or text.
 */
final class SupportSql {
    /** What tells who somebody is. */
    private static final List<String> IDENTITY =
            List.of("givenName", "familyName", "email", "phone", "street", "city", "postcode");
    /** What {@code planting.segments} names of a customer. */
    private static final List<String> SEGMENTS = List.of("segment", "product", "locale", "country");

    private final Customers customers;
    private final Tickets tickets;

    SupportSql(Mapping mapping) {
        customers = mapping.customers();
        tickets = mapping.tickets();
    }

    /** Field of {@link RowJson} to column, of the columns that exist. */
    Map<String, String> customerColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        put(columns, "givenName", customers.givenName());
        put(columns, "familyName", customers.familyName());
        put(columns, "email", customers.email());
        put(columns, "phone", customers.phone());
        put(columns, "locale", customers.locale());
        put(columns, "segment", customers.segment());
        put(columns, "product", customers.product());
        put(columns, "street", customers.street());
        put(columns, "city", customers.city());
        put(columns, "postcode", customers.postcode());
        put(columns, "country", customers.country());
        put(columns, "createdAt", customers.createdAt());
        return columns;
    }

    /** Field of {@link RowJson} to column, of the columns that exist; {@code customer} is the customer's key. */
    Map<String, String> ticketColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("customer", tickets.customer());
        put(columns, "number", tickets.number());
        put(columns, "queue", tickets.queue());
        put(columns, "agent", tickets.agent());
        put(columns, "subject", tickets.subject());
        put(columns, "status", tickets.status());
        put(columns, "createdAt", tickets.createdAt());
        return columns;
    }

    /** Parameters: seed as text, limit. Columns: key and the fields, times as seconds since 1970. */
    String sampleCustomers() {
        return "select " + quote(customers.key()) + "::text as key, " + fields(customerColumns()) + " from "
                + table(customers.table()) + " order by md5(" + quote(customers.key()) + "::text || $1::text), "
                + quote(customers.key()) + " limit $2";
    }

    /** Parameter: keys of customers as text. Columns: customer and the fields. */
    String ticketsOf() {
        return "select " + fields(ticketColumns()) + " from " + table(tickets.table()) + " where "
                + quote(tickets.customer()) + "::text = any($1::text[]) and " + quote(tickets.number())
                + " is not null order by "
                + quote(tickets.createdAt() == null ? tickets.number() : tickets.createdAt()) + ", "
                + quote(tickets.number());
    }

    /** Parameters: seed as text, limit. Gaps far wider than usual are the series' jumps, not numbers left out. */
    String sampleGaps() {
        String at = tickets.createdAt() == null ? "null::float8" : seconds(tickets.createdAt());
        return """
                with written as (
                    select %1$s::text as v, substring(%1$s::text from '[0-9]+$') as digits, %2$s as at from %3$s),
                series as (
                    select left(v, length(v) - length(digits)) as prefix, length(digits) as width,
                        digits::bigint as n, at
                    from written where length(digits) between 1 and 18),
                pairs as (
                    select prefix, width, n, at, lead(n) over w as next_n, lead(at) over w as next_at
                    from series window w as (partition by prefix, width order by n)),
                usual as (
                    select prefix, width, percentile_disc(0.99) within group (order by next_n - n) as step
                    from pairs where next_n > n group by prefix, width)
                select prefix, width, n, next_n, at, next_at from pairs join usual using (prefix, width)
                where next_n - n between 2 and greatest(step, 2)
                order by md5(prefix || n::text || $1::text), n limit $2
                """.formatted(quote(tickets.number()), at, table(tickets.table()));
    }

    /** Parameter: JSON array of customers. Columns: key, email. */
    String insertCustomers() {
        return insert(customers.table(), customerColumns()) + " returning " + quote(customers.key()) + "::text as key, "
                + quote(customers.email()) + "::text as email";
    }

    /** Parameter: JSON array of tickets. */
    String insertTickets() {
        return insert(tickets.table(), ticketColumns());
    }

    /** Parameter: addresses. Columns: key, email. */
    String find() {
        return "select " + quote(customers.key()) + "::text as key, " + quote(customers.email())
                + "::text as email from " + table(customers.table()) + " where " + quote(customers.email())
                + "::text = any($1::text[])";
    }

    /** Parameter: keys as text. */
    String removeTickets() {
        return "delete from " + table(tickets.table()) + " where " + quote(tickets.customer())
                + "::text = any($1::text[])";
    }

    /** Parameter: keys as text. */
    String removeCustomers() {
        return "delete from " + table(customers.table()) + " where " + quote(customers.key())
                + "::text = any($1::text[])";
    }

    /** Parameter: keys as text. Takes the identity from customers who cannot be removed. */
    String emptyCustomers() {
        String nothing = customerColumns().entrySet().stream()
                .filter(e -> IDENTITY.contains(e.getKey()))
                .map(e -> quote(e.getValue()) + " = null")
                .collect(Collectors.joining(", "));
        return "update " + table(customers.table()) + " set " + nothing + " where " + quote(customers.key())
                + "::text = any($1::text[])";
    }

    /** Parameter: keys of customers to leave out. Columns: segment, customers. Empty when there is no such column. */
    String customersBySegment() {
        String pairs = customerColumns().entrySet().stream()
                .filter(e -> SEGMENTS.contains(e.getKey()))
                .map(e -> "('" + e.getKey() + "', c." + quote(e.getValue()) + "::text)")
                .collect(Collectors.joining(", "));
        String count = "select s.name || ':' || s.value as segment, count(*) as customers from "
                + table(customers.table()) + " c cross join lateral (values " + pairs + ") s(name, value)"
                + " where s.value is not null and " + notPlanted("c." + quote(customers.key())) + " group by 1";
        return pairs.isEmpty() ? "" : count;
    }

    /** Parameter: keys of customers to leave out. Columns: segment, customers. Empty when there are no queues. */
    String customersByQueue() {
        String customer = "t." + quote(tickets.customer());
        return tickets.queue() == null
                ? ""
                : "select 'queue:' || t." + quote(tickets.queue()) + "::text as segment, count(distinct " + customer
                        + ") as customers from " + table(tickets.table()) + " t where t." + quote(tickets.queue())
                        + " is not null and " + notPlanted(customer) + " group by 1";
    }

    private static String notPlanted(String key) {
        return "not exists (select from unnest($1::text[]) p(key) where p.key = " + key + "::text)";
    }

    private static String insert(String table, Map<String, String> columns) {
        String names = columns.values().stream().map(c -> quote(c)).collect(Collectors.joining(", "));
        String values = columns.values().stream().map(c -> "r." + quote(c)).collect(Collectors.joining(", "));
        return "insert into " + table(table) + " (" + names + ") select " + values
                + " from json_populate_recordset(null::" + table(table) + ", $1::json) r";
    }

    private static String fields(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(e -> (e.getKey().equals("createdAt") ? seconds(e.getValue()) : quote(e.getValue()) + "::text")
                        + " as \"" + e.getKey() + "\"")
                .collect(Collectors.joining(", "));
    }

    private static String seconds(String column) {
        return "extract(epoch from " + quote(column) + ")::float8";
    }

    private static void put(Map<String, String> columns, String field, @Nullable String column) {
        if (column != null) {
            columns.put(field, column);
        }
    }
}
