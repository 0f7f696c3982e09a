package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An address list sold to spammers: {@code -Dflood.contacts} contacts in a burst, on three thousand canaries. */
@Tag("alone")
class FloodTest {
    private static final int CONTACTS = Integer.getInteger("flood.contacts", 50_000);
    /** Each has an address, a number and a ticket. */
    private static final int PERSONAS = 1_000;

    private static final int HEAP_MB = 256;
    private static final int WINDOW_SECONDS = 10;

    private static final int MOST_HEAP_GROWTH_MB = 24;
    private static final int MOST_RESIDENT_GROWTH_MB = 48;
    /** What a JVM takes beside its heap. */
    private static final int BESIDE_HEAP_MB = 160;

    private static final long LONGEST_PAGE_MS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @Test
    void it_is_one_case_and_a_handful_of_mails_in_flat_memory_and_the_console_answers() throws Exception {
        try (Site site = Site.external(dir, PERSONAS, WINDOW_SECONDS + "s")) {
            Service service = site.add("", "@" + launcherOptions(), "-XX:TieredStopAtLevel=4", "-Xmx" + HEAP_MB + "m")
                    .start();
            // They come again in the flood, where nobody counts them twice.
            new Flood(service.target, PERSONAS).post(300);
            await("the first contacts are told")
                    .atMost(PATIENCE)
                    .until(() -> !site.relay.mails().isEmpty());
            int heapBefore = Memory.liveHeap(service.pid());
            long begun = System.nanoTime();
            try (Memory memory = new Memory(service.pid());
                    Visitor visitor = new Visitor(service).look("/console/", "/console/cases/1")) {
                Flood flood = new Flood(service.target, PERSONAS).post(CONTACTS);
                double seconds = (System.nanoTime() - begun) / 1e9;
                await("everything is judged")
                        .atMost(PATIENCE)
                        .until(() -> CaseContacts.of(site.database()).counted() >= CONTACTS);
                double judged = (System.nanoTime() - begun) / 1e9;
                await("everything is told").atMost(PATIENCE).until(() -> told(site.relay.mails()) >= CONTACTS);
                int first = memory.most(0, .34);
                int last = memory.most(.66, 1);
                int heapAfter = Memory.liveHeap(service.pid());
                List<Long> pages = visitor.times();
                System.out.printf(
                        "flood: %d contacts on %d canaries acked in %.1f s (%.0f/s), judged after %.1f s, refused %d,"
                                + " mails %d; resident MB most %d, first third %d, last third %d;"
                                + " live heap MB %d before, %d after (-Xmx%dm); console pages %d, p50 %d ms, slowest %d ms%n",
                        flood.acked(),
                        3 * PERSONAS,
                        seconds,
                        flood.acked() / seconds,
                        judged,
                        flood.refused(),
                        site.relay.mails().size(),
                        memory.most(0, 1),
                        first,
                        last,
                        heapBefore,
                        heapAfter,
                        HEAP_MB,
                        pages.size(),
                        pages.get(pages.size() / 2),
                        pages.get(pages.size() - 1));

                assertThat(flood.acked()).isEqualTo(CONTACTS);
                assertThat(CaseContacts.of(site.database()))
                        .as("each contact touches one canary and stands on the one case")
                        .isEqualTo(new CaseContacts(CONTACTS, CONTACTS, CONTACTS));
                assertThat(told(site.relay.mails())).isEqualTo(CONTACTS);
                assertThat(topics(site.relay.mails())).containsExactly("case:1");
                assertThat(site.relay.mails())
                        .extracting(AlertMail::subject)
                        .as("one at once, then one a window")
                        .hasSizeBetween(2, 3 + (int) (judged / WINDOW_SECONDS));
                assertThat(visitor.failures()).isEmpty();
                assertThat(pages).hasSizeGreaterThan(5);
                assertThat(pages.get(pages.size() - 1)).as("slowest page, ms").isLessThan(LONGEST_PAGE_MS);
                assertThat(last - first).as("growth of resident memory, MB").isLessThan(MOST_RESIDENT_GROWTH_MB);
                assertThat(memory.most(0, 1)).as("resident memory, MB").isLessThan(HEAP_MB + BESIDE_HEAP_MB);
                assertThat(heapAfter - heapBefore)
                        .as("growth of the heap in use, MB")
                        .isLessThan(MOST_HEAP_GROWTH_MB);
                assertThat(service.log()).doesNotContain("OutOfMemoryError");
            }
        }
    }

    /** Left to itself, the JVM sizes the heap by the machine, and what grows is young garbage. */
    private static Path launcherOptions() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(FloodTest.class.getResource("/barium.options"))
                .toURI());
    }

    private static int told(List<AlertMail> mails) {
        return mails.stream().mapToInt(AlertMail::contacts).sum();
    }

    private static Set<String> topics(List<AlertMail> mails) {
        Set<String> topics = new HashSet<>();
        mails.forEach(mail -> topics.add(mail.topic()));
        return topics;
    }
}
