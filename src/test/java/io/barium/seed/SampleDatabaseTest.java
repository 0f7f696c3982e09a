package io.barium.seed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.persona.SeedData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleDatabaseTest {
    private static final int CUSTOMERS = 2_000;
    private static PostgresAddress sample;

    @BeforeAll
    static void load() throws SQLException {
        sample = TestDatabase.empty();
        SampleDatabase.load(sample, 7, CUSTOMERS, Progress.NONE);
    }

    @Test
    void the_same_seed_gives_the_same_rows_and_another_seed_others() throws Exception {
        PostgresAddress again = TestDatabase.empty();
        SampleDatabase.load(again, 7, CUSTOMERS, Progress.NONE);
        PostgresAddress other = TestDatabase.empty();
        SampleDatabase.load(other, 8, CUSTOMERS, Progress.NONE);
        for (String table : List.of("agent", "customer", "ticket", "access_log")) {
            String dump = "select md5(string_agg(t::text, E'\\n' order by t.id)) from " + table + " t";
            assertThat(ask(again, dump)).as(table).isEqualTo(ask(sample, dump)).isNotEqualTo(ask(other, dump));
        }
    }

    @Test
    void knows_whether_it_is_loaded() throws Exception {
        assertThat(SampleDatabase.isLoaded(sample)).isTrue();
        assertThat(SampleDatabase.isLoaded(TestDatabase.empty())).isFalse();
    }

    @Test
    void has_as_many_customers_as_asked_for_and_foreign_keys_that_hold() throws Exception {
        assertThat(number("select count(*) from customer")).isEqualTo(CUSTOMERS);
        assertThat(number("select count(*) from pg_constraint where contype = 'f' and convalidated"))
                .isEqualTo(4);
        assertThat(number("select count(*) from ticket")).isBetween(CUSTOMERS * 1.0, CUSTOMERS * 2.5);
        assertThat(number("select count(distinct action) from access_log")).isEqualTo(2);
        assertThat(number("select count(*) from access_log where action = 'EXPORT' and export_name is null"))
                .isZero();
    }

    @Test
    void nobody_is_served_before_becoming_a_customer_or_by_an_agent_who_was_not_hired_yet() throws Exception {
        assertThat(number("select count(*) from ticket t join customer c on c.id = t.customer_id"
                        + " where t.created_at < c.created_at"))
                .isZero();
        assertThat(number("select count(*) from access_log l join customer c on c.id = l.customer_id"
                        + " where l.at < c.created_at"))
                .isZero();
        assertThat(number("select count(*) from access_log l join agent a on a.id = l.agent_id"
                        + " where (l.at at time zone 'UTC')::date < a.hired_on"))
                .isZero();
    }

    @Test
    void ticket_numbers_rise_with_time_and_leave_gaps() throws Exception {
        assertThat(number("select count(*) from ticket where number !~ '^HD-[0-9]{8}$'"))
                .isZero();
        String steps = "(select substring(number from 4)::bigint - lag(substring(number from 4)::bigint)"
                + " over (order by created_at, number) as step from ticket) s";
        assertThat(number("select count(*) from " + steps + " where step <= 0")).isZero();
        assertThat(number("select avg((step > 1)::int) from " + steps)).isBetween(.5, .9);
    }

    @Test
    void has_gaps_in_plausible_proportions() throws Exception {
        assertThat(share("email is null")).isBetween(.015, .06);
        assertThat(share("phone is null")).isBetween(.08, .18);
        assertThat(share("email is null and phone is null")).isZero();
        assertThat(share("street is null")).isBetween(.05, .13);
        assertThat(share("given_name = lower(given_name)")).isBetween(.02, .09);
        assertThat(share("segment = 'home'")).isBetween(.76, .86);
        assertThat(share("locale = 'en_US'")).isBetween(.5, .6);
    }

    @Test
    void names_are_as_frequent_as_in_the_country() throws Exception {
        // Smith bears 1.0 % in the census of 1990; James and Michael lead the births of the last century
        double smiths = number("select avg((family_name ilike 'smith')::int) from customer where locale = 'en_US'");
        assertThat(smiths).isBetween(.004, .028);
        List<String> top = column("select initcap(given_name) from customer where locale = 'en_US'"
                + " and given_name is not null group by 1 order by count(*) desc limit 15");
        assertThat(top).containsAnyOf("Michael", "James", "John", "Robert", "David");
        assertThat(number("select count(distinct lower(family_name)) from customer where locale = 'en_US'"))
                .isGreaterThan(500);
    }

    @Test
    void private_addresses_fit_their_owners_and_can_reach_nobody() throws Exception {
        assertThat(number("select count(*) from customer where email not like '%.example'"))
                .isZero();
        assertThat(number("select count(*) - count(distinct lower(email)) from customer where email is not null"))
                .isZero();
        double fits = number("select avg((position(lower(left(trim(family_name), 1)) in lower(email)) > 0"
                + " or position(lower(left(trim(given_name), 2)) in lower(email)) > 0)::int) from customer"
                + " where segment = 'home' and email is not null and locale like 'en%'");
        assertThat(fits).isGreaterThan(.95);
        assertThat(number("select count(*) from customer where email !~ '^[A-Za-z0-9._-]+@[a-z0-9-]+[.]example$'"))
                .isZero();
        assertThat(number("select avg((email like '%@gmail.example')::int) from customer where locale = 'en_US'"
                        + " and segment = 'home'"))
                .isBetween(.35, .6);
    }

    @Test
    void phone_numbers_are_typed_in_many_ways_and_are_never_our_lines() throws Exception {
        List<String> shapes = column("select distinct translate(phone, '0123456789', '9999999999') from customer"
                + " where phone is not null");
        assertThat(shapes)
                .contains("(999) 999-9999", "999-999-9999", "9999999999")
                .hasSizeGreaterThan(25);
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        Set<String> ours = SeedData.csv("numbers.csv").stream()
                .map(r -> r.getField("number"))
                .collect(Collectors.toSet());
        for (String row : column("select country || phone from customer where phone is not null")) {
            var number = phones.parse(row.substring(2), row.substring(0, 2));
            assertThat(phones.isPossibleNumber(number)).as(row).isTrue();
            assertThat(ours).doesNotContain(phones.format(number, PhoneNumberFormat.E164));
        }
    }

    /** {@code -Dbarium.customers=68000} runs it at full size. */
    @Test
    void loads_68000_customers_a_minute_or_faster() throws Exception {
        int customers = Integer.getInteger("barium.customers", 6_800);
        List<String> told = new ArrayList<>();
        PostgresAddress address = TestDatabase.empty();
        long from = System.nanoTime();
        SampleDatabase.load(address, 1, customers, (label, done, total) -> told.add(label));
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        assertThat(took).isLessThan(Duration.ofMillis(60_000L * Math.max(customers, 17_000) / 68_000));
        assertThat(told).contains("people", "customers", "tickets", "access log");
    }

    private static double share(String condition) throws SQLException {
        return number("select avg((" + condition + ")::int) from customer");
    }

    private static double number(String sql) throws SQLException {
        return Double.parseDouble(ask(sample, sql));
    }

    private static String ask(PostgresAddress at, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(at.jdbcUrl(), at.username(), "");
                ResultSet r = c.createStatement().executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getString(1);
        }
    }

    private static List<String> column(String sql) throws SQLException {
        List<String> out = new ArrayList<>();
        try (Connection c = DriverManager.getConnection(sample.jdbcUrl(), sample.username(), "");
                ResultSet r = c.createStatement().executeQuery(sql)) {
            while (r.next()) {
                out.add(r.getString(1));
            }
        }
        return out;
    }
}
