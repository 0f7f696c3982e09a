package io.barium.config;

import io.barium.config.Settings.Customers;
import io.barium.config.Settings.Mapping;
import io.barium.config.Settings.Support;
import io.barium.config.Settings.Tickets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where and how to plant; the defaults of the mapping are the sample support database's names. */
final class SupportReader {
    private static final Pattern SQL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?");

    private static final Duration SHORTEST_ROLL = Duration.ofDays(1);

    private SupportReader() {}

    static @Nullable Support read(Section s) {
        if (!s.present()) {
            return null;
        }
        Support support = new Support(
                s.text("name", "helpdesk"),
                s.postgres("url"),
                s.text("username"),
                s.secret("password"),
                s.integer("personas", 40, 0, 1_000_000),
                s.file("numbers"),
                s.seed("seed"),
                rollAfter(s),
                mapping(s.section("mapping")),
                AccessLogReader.read(s.section("accessLog")));
        s.refuseUnknown();
        return support;
    }

    private static @Nullable Duration rollAfter(Section s) {
        Duration age = SettingsReader.age(s, "rollAfter");
        if (age != null && age.compareTo(SHORTEST_ROLL) < 0) {
            s.fault(s.join("rollAfter"), "expected a duration of a day or more, found \"" + s.text("rollAfter") + "\"");
        }
        return age;
    }

    private static Mapping mapping(Section s) {
        Section c = s.section("customers");
        Customers customers = new Customers(
                name(c, "table", "customer"),
                name(c, "key", "id"),
                name(c, "givenName", "given_name"),
                name(c, "familyName", "family_name"),
                name(c, "email", "email"),
                name(c, "phone", "phone"),
                column(c, "locale", "locale"),
                column(c, "segment", "segment"),
                column(c, "product", "product"),
                column(c, "street", "street"),
                column(c, "city", "city"),
                column(c, "postcode", "postcode"),
                column(c, "country", "country"),
                column(c, "createdAt", "created_at"));
        c.refuseUnknown();
        Section t = s.section("tickets");
        Tickets tickets = new Tickets(
                name(t, "table", "ticket"),
                name(t, "key", "id"),
                name(t, "customer", "customer_id"),
                name(t, "number", "number"),
                column(t, "queue", "queue"),
                column(t, "agent", "agent_id"),
                column(t, "subject", "subject"),
                column(t, "status", "status"),
                column(t, "createdAt", "created_at"));
        t.refuseUnknown();
        s.refuseUnknown();
        return new Mapping(customers, tickets);
    }

    /** A column that the schema may lack: an empty text says so. */
    static @Nullable String column(Section s, String name, String otherwise) {
        String value = s.text(name, otherwise);
        return value.isEmpty() ? null : name(s, name, otherwise);
    }

    static String name(Section s, String name, String otherwise) {
        String value = s.text(name, otherwise);
        if (!SQL_NAME.matcher(value).matches()) {
            s.fault(s.join(name), "expected a table or column name, found \"" + value + "\"");
        }
        return value;
    }
}
