package io.barium.view;

import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts {@link Overview}. */
public final class Overviews {
    private static final int DAYS = 7;
    private static final String NUMBERS = """
            select (select count(*) from (select 1 from journal where seq > (select seq from casework_cursor) limit 100000) w)
                    as waiting,
                (select count(*) from support_case where state = 'OPEN') as open_cases,
                (select count(*) from outbox where state = 'PENDING') as pending,
                (select count(*) from outbox where state = 'DEAD') as dead
            """;

    private final Pool pool;
    private final Clock clock;

    public Overviews(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** How things stand now. */
    public Future<Overview> now() {
        Map<Standing, Long> contacts = new EnumMap<>(Standing.class);
        Map<String, Long> personas = new HashMap<>();
        Map<TokenRole, Map<TokenKind, Long>> tokens = new EnumMap<>(TokenRole.class);
        return rows("select standing, contacts as n from standing_count")
                .onSuccess(rows ->
                        rows.forEach(r -> contacts.put(Standing.valueOf(r.getString("standing")), r.getLong("n"))))
                .compose(done -> rows("select state, count(*) as n from planting group by state"))
                .onSuccess(rows -> rows.forEach(r -> personas.put(r.getString("state"), r.getLong("n"))))
                .compose(done -> rows("select role, kind, tokens as n from token_count"))
                .onSuccess(rows -> rows.forEach(r -> tokens.computeIfAbsent(
                                TokenRole.valueOf(r.getString("role")), k -> new EnumMap<>(TokenKind.class))
                        .put(TokenKind.valueOf(r.getString("kind")), r.getLong("n"))))
                .compose(done -> unknownRecipients())
                .compose(unknown -> rows(NUMBERS).map(rows -> {
                    Row n = rows.get(0);
                    return new Overview(
                            contacts,
                            n.getLong("waiting"),
                            n.getLong("open_cases"),
                            personas,
                            tokens,
                            n.getLong("pending"),
                            n.getLong("dead"),
                            unknown);
                }));
    }

    private Future<List<Overview.Unknown>> unknownRecipients() {
        LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS - 1L);
        return pool.preparedQuery(
                        "select domain, day, contacts from unknown_recipient where day >= $1 order by day desc, domain")
                .execute(Tuple.of(from))
                .map(rows -> {
                    List<Overview.Unknown> unknown = new ArrayList<>();
                    rows.forEach(r -> unknown.add(
                            new Overview.Unknown(r.getString("domain"), r.getLocalDate("day"), r.getLong("contacts"))));
                    return unknown;
                });
    }

    private Future<List<Row>> rows(String sql) {
        return pool.preparedQuery(sql).execute().map(set -> {
            List<Row> rows = new ArrayList<>();
            set.forEach(rows::add);
            return rows;
        });
    }
}
