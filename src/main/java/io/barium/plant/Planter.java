package io.barium.plant;

import io.barium.config.Settings;
import io.barium.persona.CustomerRow;
import io.barium.persona.TableProfile;
import io.barium.plant.Registry.Intended;
import io.barium.plant.Registry.Known;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a number of personas planted. Each batch is recorded as intended, then inserted into the support system, then
 * recorded as done; whatever happens in between, the next run finds what was intended and brings it to an end. One
 * process plants at a time.
 */
public final class Planter {
    private static final Logger log = LoggerFactory.getLogger(Planter.class);
    private static final int BATCH = 200;
    private static final int SAMPLE = 2_000;
    private static final int GAPS_PER_PERSONA = 24;

    private final Pool barium;
    private final SupportSystem support;
    private final Settings.Support settings;
    private final List<String> domains;
    private final NumberInventory inventory;
    private final Clock clock;
    private final long seed;

    /**
     * A planter.
     *
     * @param bariumPool on Barium's own database
     * @param support where to plant
     * @param settings how many personas, and the seed of all draws
     * @param domains mail domains that we own
     * @param inventory phone numbers that we own
     */
    public Planter(
            Pool bariumPool,
            SupportSystem support,
            Settings.Support settings,
            List<String> domains,
            NumberInventory inventory,
            Clock clock) {
        this.barium = bariumPool;
        this.support = support;
        this.settings = settings;
        this.domains = List.copyOf(domains);
        this.inventory = inventory;
        this.clock = clock;
        this.seed = settings.seed() == null ? new SecureRandom().nextLong() : settings.seed();
    }

    /**
     * Brings the number of standing plantings to {@code support.personas}. With {@code support.rollAfter} it replaces
     * those whose turn it is: new ones are planted first, so that there are never fewer.
     *
     * @return fails with {@link InventoryTooSmall} before anything is done when numbers are missing
     */
    public Future<PlantReport> topUp() {
        return locked(registry -> reconcile(registry).compose(reconciled -> {
            Retirement retirement = new Retirement(registry, support, clock);
            return retirement
                    .due(settings.rollAfter())
                    .compose(due -> registry.standing()
                            .compose(standing -> plant(registry, settings.personas() - (standing - due.size())))
                            .compose(planted -> inTurn(chunks(due), retirement::retire)
                                    .compose(retired -> report(registry, planted, reconciled, due.size()))));
        }));
    }

    /**
     * Brings interrupted plantings and retirements to an end.
     *
     * @return how many there were
     */
    public Future<Integer> reconcile() {
        return locked(this::reconcile);
    }

    private <T> Future<T> locked(Function<Registry, Future<T>> work) {
        return barium.withConnection(connection -> {
            Registry registry = new Registry(connection, settings.name());
            return registry.lock().compose(held -> work.apply(registry).eventually(registry::unlock));
        });
    }

    private Future<Integer> reconcile(Registry registry) {
        return registry.intended()
                .compose(open -> inTurn(chunks(open), chunk -> reconcile(registry, chunk))
                        .compose(done -> new Retirement(registry, support, clock).resume())
                        .map(retired -> open.size() + retired));
    }

    private Future<Void> reconcile(Registry registry, List<Intended> chunk) {
        return support.find(chunk.stream().map(i -> email(i.row())).toList()).compose(found -> {
            List<Intended> there = chunk.stream()
                    .filter(i -> found.containsKey(email(i.row())))
                    .toList();
            List<Intended> absent = chunk.stream()
                    .filter(i -> !found.containsKey(email(i.row())))
                    .toList();
            log.info("reconciling interrupted plantings found={} absent={}", there.size(), absent.size());
            List<String> keys = there.stream()
                    .map(i -> found.getOrDefault(email(i.row()), ""))
                    .toList();
            return registry.done(there, keys, clock.instant()).compose(done -> insert(registry, absent));
        });
    }

    private Future<Void> insert(Registry registry, List<Intended> plantings) {
        if (plantings.isEmpty()) {
            return Future.succeededFuture();
        }
        return support.insert(plantings.stream().map(Intended::row).toList())
                .compose(keys -> registry.done(plantings, keys, clock.instant()));
    }

    private Future<Integer> plant(Registry registry, int personas) {
        if (personas <= 0) {
            return Future.succeededFuture(0);
        }
        if (domains.isEmpty()) {
            return Future.failedFuture(
                    new IllegalArgumentException("domains: expected at least one mail domain to plant addresses on"));
        }
        return registry.known().compose(known -> {
            long draw = LabelDraw.stratumSeed(seed, "minting " + known.personas());
            return support.profile(SAMPLE, 200 + GAPS_PER_PERSONA * personas, draw)
                    .compose(profile -> minted(personas, known, profile, draw))
                    .compose(batches -> insert(registry, known, batches))
                    .map(done -> personas);
        });
    }

    /** All batches before the first is recorded, so that a lack of anything leaves nothing half done. */
    private Future<List<Batch>> minted(int personas, Known known, TableProfile profile, long draw) {
        CompletableFuture<List<Batch>> minting = CompletableFuture.supplyAsync(
                () -> new Minting(domains, inventory, profile, known.taken(), seeds(known), new SplittableRandom(draw))
                        .mint(personas, BATCH));
        return Future.fromCompletionStage(minting)
                .recover(e -> Future.failedFuture(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e));
    }

    private Future<Void> insert(Registry registry, Known known, List<Batch> batches) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant latest = known.latest();
        // tokens that were drawn together share their time, so no two batches may
        Instant first = latest == null || now.isAfter(latest) ? now : latest.plus(1, ChronoUnit.MICROS);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            order.add(i);
        }
        return inTurn(
                order,
                i -> registry.intend(batches.get(i), seeds(known), first.plus(i, ChronoUnit.MICROS))
                        .compose(intended -> insert(registry, intended)));
    }

    private ToLongFunction<String> seeds(Known known) {
        Map<String, Long> recorded = known.strataSeeds();
        return stratum -> {
            Long there = recorded.get(stratum);
            return there == null ? LabelDraw.stratumSeed(seed, stratum) : there;
        };
    }

    private static Future<PlantReport> report(Registry registry, int planted, int reconciled, int retired) {
        return registry.standing()
                .compose(standing -> registry.controls().map(controls -> {
                    log.info(
                            "planted={} reconciled={} retired={} standing={} controls={}",
                            planted,
                            reconciled,
                            retired,
                            standing,
                            controls);
                    return new PlantReport(planted, reconciled, retired, standing, controls);
                }));
    }

    private static String email(CustomerRow row) {
        return row.email() == null ? "" : row.email();
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> out = new ArrayList<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            out.add(all.subList(i, Math.min(all.size(), i + BATCH)));
        }
        return out;
    }

    private static <T> Future<Void> inTurn(List<T> steps, Function<T, Future<Void>> work) {
        Future<Void> last = Future.succeededFuture();
        for (T step : steps) {
            last = last.compose(done -> work.apply(step));
        }
        return last;
    }
}
