package io.barium.faults;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody of the SOC who looks at the console again and again, and how long each page took. */
final class Visitor implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern PASSWORD = Pattern.compile("shown only now: admin / (\\S+)");
    private static final int EVERY_MS = 500;

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final String base;
    private final List<Long> millis = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** Signs in with the password that the first start printed. */
    Visitor(Service service) throws IOException, InterruptedException {
        base = service.target.http();
        String form = "token=%s&username=admin&password=%s"
                .formatted(encode(found(TOKEN, get("/console/login").body())), encode(found(PASSWORD, service.log())));
        HttpRequest login = HttpRequest.newBuilder(URI.create(base + "/console/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        int status = client.send(login, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 303) {
            throw new IOException("login answered " + status);
        }
    }

    /** Begins to look at the pages in turn. */
    Visitor look(String... pages) {
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    for (String page : pages) {
                        visit(page);
                    }
                },
                0,
                EVERY_MS,
                TimeUnit.MILLISECONDS);
        return this;
    }

    private void visit(String page) {
        long begun = System.nanoTime();
        try {
            int status = get(page).statusCode();
            millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
            if (status != 200) {
                failures.add(page + " answered " + status);
            }
        } catch (IOException e) {
            failures.add(page + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> get(String page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + page))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Visits that were not answered with a page. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** How long the pages took, in ms, sorted. */
    List<Long> times() {
        List<Long> sorted = new ArrayList<>(millis);
        sorted.sort(null);
        return sorted;
    }

    private static String found(Pattern what, String where) {
        Matcher m = what.matcher(where);
        if (!m.find()) {
            throw new IllegalStateException("expected " + what);
        }
        return m.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
