package io.barium.faults;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A list sold: as many contacts as the connections carry, in turn to each persona's number, to its address, and about
 * its ticket. Who is told to come again comes again at once.
 */
final class Flood {
    private static final int CONNECTIONS = 64;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final AtomicInteger acked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Target target;
    private final int personas;

    Flood(Target target, int personas) {
        this.target = target;
        this.personas = personas;
    }

    /** Posts so many, waits for every acknowledgement. */
    Flood post(int contacts) throws InterruptedException {
        for (int i = 0; i < contacts; i++) {
            int canary = i / 3 % personas;
            // Twilio's third events are SMS; the number is chosen so that each of these contacts is a call of its own.
            Event event = new Event("evt-flood-fl-" + i, 3 * i + 1, canary);
            free.acquire();
            send(event, i % 3);
        }
        free.acquire(CONNECTIONS);
        return this;
    }

    private void send(Event event, int kind) {
        HttpRequest request = switch (kind) {
            case 0 -> Requests.twilio(event, target);
            case 1 -> Requests.generic(event, target);
            default -> Requests.aboutTicket(event, target);
        };
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, failure) -> {
                    if (response != null && response.statusCode() == 200) {
                        acked.incrementAndGet();
                        free.release();
                    } else {
                        refused.incrementAndGet();
                        send(event, kind);
                    }
                });
    }

    int acked() {
        return acked.get();
    }

    int refused() {
        return refused.get();
    }
}
