package io.barium.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who reads API and console of a service that has just been started for the first time. */
final class Reader {
    private static final Pattern PASSWORD = Pattern.compile("admin / (\\S+)");
    private static final Pattern KEY = Pattern.compile("API key, shown only now: (\\S+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String base;
    private final String key;

    private Reader(String base, String key) {
        this.base = base;
        this.key = key;
    }

    /** Signs in with what the service printed at its start. */
    static Reader signIn(ServiceProcess service) throws IOException {
        Reader reader = new Reader("http://127.0.0.1:" + service.port(), said(service, KEY));
        String token = first(TOKEN, reader.get("/console/login"));
        String form = "username=admin&token=" + encoded(token) + "&password=" + encoded(said(service, PASSWORD));
        HttpResponse<String> answer = reader.send(HttpRequest.newBuilder(URI.create(reader.base + "/console/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        if (answer.statusCode() >= 400) {
            throw new IOException("signing in was answered " + answer.statusCode());
        }
        return reader;
    }

    /**
     * The body of a page.
     *
     * @throws IllegalStateException when it is not answered 200
     */
    String get(String path) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key)
                .build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " was answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " was not answered", e);
        }
    }

    /** Standard output may lag behind the open port. */
    private static String said(ServiceProcess service, Pattern what) throws IOException {
        for (int i = 0; i < 100; i++) {
            Matcher m = what.matcher(service.log());
            if (m.find()) {
                return m.group(1);
            }
            ServiceProcess.pause(50);
        }
        throw new IOException("the service did not print its first secrets:\n" + service.log());
    }

    private static String first(Pattern pattern, String text) throws IOException {
        Matcher m = pattern.matcher(text);
        if (!m.find()) {
            throw new IOException("the login page has no form token");
        }
        return m.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
