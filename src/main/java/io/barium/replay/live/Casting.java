package io.barium.replay.live;

import io.barium.replay.World;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who of the registry plays which token of a world: planted lines stand for planted lines of the same block, controls
 * for controls, and the address of a line's persona for the address of the persona that the world has on that line.
 */
public final class Casting {
    private static final String PERSONAS = """
            select p.id, p.given_name || ' ' || p.family_name as name, l.row_key, l.planted_at,
                   min(t.value) filter (where t.kind = 'EMAIL') as email,
                   min(t.value) filter (where t.kind = 'PHONE') as phone,
                   min(t.value) filter (where t.kind = 'TICKET') as ticket,
                   min(s.name) filter (where t.kind = 'PHONE') as block
            from persona p join planting l on l.persona_id = p.id join token t on t.persona_id = p.id
            join stratum s on s.id = t.stratum_id
            where l.state = 'DONE' and p.id > $1
            group by p.id, l.row_key, l.planted_at order by p.id
            """;
    private static final String CONTROLS = """
            select t.id, t.kind, t.value, s.name as block from token t join stratum s on s.id = t.stratum_id
            where t.role = 'CONTROL' and t.kind in ('EMAIL', 'PHONE') and t.id > $1 order by t.id
            """;

    private final Map<String, Deque<Integer>> openPersonas = new HashMap<>();
    private final Map<String, Deque<String>> openControls = new HashMap<>();
    private final Deque<String> openAddresses = new ArrayDeque<>();
    private final Map<String, String> blocks = new HashMap<>();
    private final Map<String, Integer> personas = new HashMap<>();
    private final Map<String, String> controls = new HashMap<>();
    private final SortedMap<Integer, Member> members = new TreeMap<>();
    private long lastPersona;
    private long lastControl;

    /**
     * A planted persona.
     *
     * @param name given and family name
     * @param ticket the first of its tickets; {@code null} when it never wrote
     * @param row its key in the support database
     */
    public record Member(
            String name,
            String email,
            String phone,
            @Nullable String ticket,
            String row,
            Instant plantedAt) {}

    /**
     * A casting of a world, as yet without anybody.
     *
     * @param canaries personas of the world, whose lines are from {@link LineStock}
     */
    public Casting(World world, int canaries) {
        List<String> strata = LineStock.strata(2 * canaries);
        for (int b = 0; b < strata.size(); b++) {
            blocks.put(strata.get(b), "b" + b);
        }
        Set<String> planted = new HashSet<>();
        for (int p = 0; p < canaries; p++) {
            String line = world.line(p);
            planted.add(line);
            personas.put(line, p);
            personas.put(World.address(p), p);
            openPersonas
                    .computeIfAbsent(world.lineStrata().get(line), b -> new ArrayDeque<>())
                    .add(p);
        }
        new TreeMap<>(world.lineStrata()).forEach((line, block) -> {
            if (!planted.contains(line)) {
                openControls.computeIfAbsent(block, b -> new ArrayDeque<>()).add(line);
            }
        });
        new TreeMap<>(world.mailStrata())
                .keySet().stream().filter(a -> !personas.containsKey(a)).forEach(openAddresses::add);
    }

    /** Gives parts to those whom the registry did not have before. */
    public void read(Pool pool) {
        for (Row r : pool.preparedQuery(PERSONAS).execute(Tuple.of(lastPersona)).await()) {
            lastPersona = r.getLong("id");
            Integer part = next(openPersonas, r.getString("block"));
            if (part != null) {
                members.put(
                        part,
                        new Member(
                                r.getString("name"),
                                r.getString("email"),
                                r.getString("phone"),
                                r.getString("ticket"),
                                r.getString("row_key"),
                                r.getOffsetDateTime("planted_at").toInstant()));
            }
        }
        for (Row r : pool.preparedQuery(CONTROLS).execute(Tuple.of(lastControl)).await()) {
            lastControl = r.getLong("id");
            String part = r.getString("kind").equals("PHONE")
                    ? next(openControls, r.getString("block"))
                    : openAddresses.poll();
            if (part != null) {
                controls.put(part, r.getString("value"));
            }
        }
    }

    private <T> @Nullable T next(Map<String, Deque<T>> open, @Nullable String stratum) {
        Deque<T> there = open.get(blocks.getOrDefault(stratum == null ? "" : stratum, ""));
        return there == null ? null : there.poll();
    }

    /** The persona of the world's token; {@code null} when it is a control. */
    @Nullable
    Integer persona(String token) {
        return personas.get(token);
    }

    /** Our address or line that plays a token; {@code null} while none does. */
    @Nullable
    String value(String token) {
        Integer persona = personas.get(token);
        if (persona == null) {
            return controls.get(token);
        }
        Member member = members.get(persona);
        return member == null ? null : token.equals(World.address(persona)) ? member.email() : member.phone();
    }

    /** Who has a part by now, by persona of the world. */
    public SortedMap<Integer, Member> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    /** Control addresses and lines that have a part by now. */
    public List<String> controls() {
        return new ArrayList<>(new TreeMap<>(controls).values());
    }
}
