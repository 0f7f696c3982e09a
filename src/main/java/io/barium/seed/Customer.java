package io.barium.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code customer}. */
record Customer(
        UUID id,
        @Nullable String given,
        @Nullable String family,
        @Nullable String email,
        @Nullable String phone,
        String locale,
        String segment,
        String product,
        @Nullable String street,
        @Nullable String city,
        @Nullable String postcode,
        String country,
        Instant createdAt) {

    static void copy(Connection c, List<Customer> customers, Progress progress) throws SQLException {
        Copy copy = new Copy(
                c,
                "customer (id, given_name, family_name, email, phone, locale, segment, product, street, city,"
                        + " postcode, country, created_at)",
                "customers",
                customers.size(),
                progress);
        for (Customer r : customers) {
            copy.row(
                    r.id,
                    r.given,
                    r.family,
                    r.email,
                    r.phone,
                    r.locale,
                    r.segment,
                    r.product,
                    r.street,
                    r.city,
                    r.postcode,
                    r.country,
                    r.createdAt);
        }
        copy.end();
    }
}
