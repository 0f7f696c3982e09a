package io.barium;

import io.barium.config.Settings;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.plant.PlantReport;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tops up the planted personas. */
@Command(
        name = "plant",
        description = {
            "Plants personas in the support database until support.personas stand there, and keeps an equal control back for each"
                    + " identifier.",
            "With support.rollAfter it also replaces personas that have stood for so long; run it daily then.",
            "Brings to an end what an interrupted run left. Can run beside the service."
        },
        mixinStandardHelpOptions = true)
final class PlantCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        Vertx vertx = Vertx.vertx();
        try (Databases databases = Databases.join(settings)) {
            Migrations.run(databases.barium());
            Pool barium = Pools.open(vertx, databases.barium(), 4);
            try (Planting planting = Planting.open(vertx, settings, databases)) {
                PlantReport report =
                        planting.planter(barium, Clock.systemUTC()).topUp().await();
                System.out.printf(
                        "planted now: %d, brought to an end: %d, taken back: %d, standing: %d, controls kept back: %d%n",
                        report.plantedNow(),
                        report.reconciled(),
                        report.retired(),
                        report.standing(),
                        report.controls());
                int segments = planting.segmentCounts(barium, Clock.systemUTC())
                        .refresh()
                        .await();
                System.out.printf("segments whose real customers were counted: %d%n", segments);
            } finally {
                barium.close().await(10, TimeUnit.SECONDS);
            }
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
        return 0;
    }
}
