package io.barium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the packages, as src/docs/RATIONALE.md draws them. */
class ArchitectureTest {
    private static JavaClasses barium;

    @BeforeAll
    static void read() {
        barium = new ClassFileImporter()
                .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching("io.barium.(**)").should().beFreeOfCycles().check(barium);
    }

    @Test
    void the_model_depends_on_the_jdk_alone() {
        classes()
                .that()
                .resideInAPackage("io.barium.model")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.barium.model", "org.jspecify..")
                .check(barium);
    }

    @Test
    void campaigns_are_pure_and_know_no_canary() {
        classes()
                .that()
                .resideInAPackage("io.barium.campaign")
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("\\[+[A-Z]|(\\[+L)?(java|io\\.barium\\.(campaign|model)|org\\.jspecify)\\..*"
                        + "|io\\.barium\\.provider\\.kit\\.RegistrableDomain")
                .check(barium);
        noClasses()
                .that()
                .resideInAPackage("io.barium.campaign")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.barium\\.model\\.(Token.*|Standing|MatchedAs|Mask|Redaction)")
                .check(barium);
        noClasses()
                .that()
                .resideInAPackage("io.barium.campaign")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net.http..", "java.nio..", "java.sql..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.(time\\.Clock|util\\.Random|security\\.SecureRandom)")
                .check(barium);
    }

    @Test
    void a_provider_is_pure() {
        noClasses()
                .that()
                .resideInAPackage("io.barium.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "java.net.http..", "org.postgresql..", "org.slf4j..")
                .check(barium);
        noClasses()
                .that()
                .resideInAPackage("io.barium.provider..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(barium);
    }

    @Test
    void personas_are_made_without_database_or_network() {
        noClasses()
                .that()
                .resideInAPackage("io.barium.persona..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "org.postgresql..")
                .check(barium);
    }

    @Test
    void the_verdict_and_its_report_are_pure() {
        noClasses()
                .that()
                .resideInAnyPackage("io.barium.verdict..", "io.barium.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx..",
                        "java.sql..",
                        "java.net.http..",
                        "org.postgresql..",
                        "org.slf4j..",
                        "io.barium.view..",
                        "io.barium.console..",
                        "io.barium.casework..")
                .check(barium);
    }

    @Test
    void nobody_but_the_wiring_the_demo_and_the_bench_asks_the_system_for_the_time() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.barium", "io.barium.demo", "io.barium.bench")
                .should()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(barium);
    }

    @Test
    void arrows_run_downward_only() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wiring")
                .definedBy("io.barium")
                .layer("demo")
                .definedBy("io.barium.demo..")
                .layer("ways in")
                .definedBy("io.barium.hook..", "io.barium.mail..")
                .layer("pages")
                .definedBy("io.barium.api..", "io.barium.console..")
                .layer("casework")
                .definedBy("io.barium.casework..")
                .layer("alert")
                .definedBy("io.barium.alert..")
                .layer("outbox")
                .definedBy("io.barium.outbox..")
                .layer("exposure")
                .definedBy("io.barium.exposure..")
                .layer("planting")
                .definedBy("io.barium.plant..", "io.barium.seed..")
                .layer("personas")
                .definedBy("io.barium.persona..")
                .layer("provider")
                .definedBy("io.barium.provider..")
                .layer("intake")
                .definedBy("io.barium.intake..")
                .layer("view")
                .definedBy("io.barium.view..")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("ways in")
                .mayOnlyBeAccessedByLayers("wiring", "demo")
                .whereLayer("pages")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("casework")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("alert")
                .mayOnlyBeAccessedByLayers("wiring", "casework")
                .whereLayer("planting")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("personas")
                .mayOnlyBeAccessedByLayers("wiring", "planting", "casework")
                .whereLayer("exposure")
                .mayOnlyBeAccessedByLayers("wiring", "pages", "casework")
                .whereLayer("view")
                .mayOnlyBeAccessedByLayers("wiring", "pages", "exposure")
                .check(barium);
    }

    @Test
    void the_outbox_knows_no_alert_and_the_intake_no_canary() {
        noClasses()
                .that()
                .resideInAPackage("io.barium.outbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.barium.alert..", "io.barium.casework..", "io.barium.model..")
                .check(barium);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.barium.intake..", "io.barium.hook..", "io.barium.mail..", "io.barium.provider..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.barium\\.model\\.(Token|TokenRole|Standing)")
                .check(barium);
    }

    @Test
    void nothing_is_called_util_common_or_helper() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..")
                .orShould()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Common)")
                .check(barium);
    }

    @Test
    void no_source_file_has_more_than_300_lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            List<String> long_ones = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> lines(f) > 300)
                    .map(Path::toString)
                    .toList();
            assertThat(long_ones).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
