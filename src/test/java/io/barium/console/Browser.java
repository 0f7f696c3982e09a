package io.barium.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real browser, driven over W3C WebDriver with nothing but HTTP. */
public final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of(System.getProperty("barium.chromedriver", "/usr/bin/chromedriver"));
    private static final Path CHROMIUM = Path.of(System.getProperty("barium.chromium", "/usr/bin/chromium"));
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final Path profile;
    private final String base;
    private String session = "";

    private Browser(Process driver, Path profile, String base) {
        this.driver = driver;
        this.profile = profile;
        this.base = base;
    }

    /** Whether a browser and its driver are installed. */
    public static boolean installed() {
        return Files.isExecutable(DRIVER) && Files.isExecutable(CHROMIUM);
    }

    /** Starts a headless browser with an empty profile. */
    public static Browser start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path profile = Files.createTempDirectory("barium-browser");
        Process driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Browser browser = new Browser(driver, profile, "http://127.0.0.1:" + port);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> browser.call("GET", "/status", null) instanceof JsonObject);
            browser.open();
            return browser;
        } catch (RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    private void open() {
        JsonArray arguments = new JsonArray(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile));
        JsonObject always = new JsonObject()
                .put("browserName", "chrome")
                .put("goog:loggingPrefs", new JsonObject().put("browser", "ALL"))
                .put(
                        "goog:chromeOptions",
                        new JsonObject().put("binary", CHROMIUM.toString()).put("args", arguments));
        JsonObject body = new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", always));
        session = "/session/" + ((JsonObject) call("POST", "/session", body)).getString("sessionId");
    }

    /** Loads a page. */
    public void go(String url) {
        call("POST", session + "/url", new JsonObject().put("url", url));
    }

    public String url() {
        return (String) call("GET", session + "/url", null);
    }

    /** Waits until the address ends so: a click on a form's button answers before the next page is there. */
    public void awaitUrl(String end) {
        Awaitility.await("an address that ends with " + end)
                .atMost(Duration.ofSeconds(20))
                .until(() -> url().endsWith(end));
    }

    public String title() {
        return (String) call("GET", session + "/title", null);
    }

    /** Types into the element that a CSS selector finds. */
    public void type(String selector, String text) {
        call("POST", element(selector) + "/value", new JsonObject().put("text", text));
    }

    /** Clicks the element that a CSS selector finds. */
    public void click(String selector) {
        call("POST", element(selector) + "/click", new JsonObject());
    }

    /** Text of the element as it is shown. */
    public String text(String selector) {
        return (String) call("GET", element(selector) + "/text", null);
    }

    /** What a script in the page returns. */
    public Object script(String script) {
        return call(
                "POST",
                session + "/execute/sync",
                new JsonObject().put("script", script).put("args", new JsonArray()));
    }

    /** Messages of the browser's console since the last call, refused content among them. */
    public List<String> messages() {
        JsonArray entries = (JsonArray) call("POST", session + "/se/log", new JsonObject().put("type", "browser"));
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            messages.add(entries.getJsonObject(i).getString("message"));
        }
        return messages;
    }

    /** Makes the page pretend a colour scheme and a size. */
    public void pretend(String scheme, int width, int height) {
        JsonObject feature =
                new JsonObject().put("name", "prefers-color-scheme").put("value", scheme);
        JsonArray features = new JsonArray().add(feature);
        devtools("Emulation.setEmulatedMedia", new JsonObject().put("media", "").put("features", features));
        devtools(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** Makes the page pretend that it is printed on paper of this width. */
    public void pretendPaper(int width, int height) {
        pretend("light", width, height);
        devtools("Emulation.setEmulatedMedia", new JsonObject().put("media", "print"));
    }

    /** The page as it is printed, as a PDF of A4 pages. */
    public byte[] print() {
        JsonObject a4 = new JsonObject().put("width", 21.0).put("height", 29.7);
        JsonObject options = new JsonObject().put("background", true).put("page", a4);
        return Base64.getDecoder().decode((String) call("POST", session + "/print", options));
    }

    /** Saves a picture of what is shown. */
    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode((String) call("GET", session + "/screenshot", null)));
    }

    @Override
    public void close() throws IOException {
        try {
            if (!session.isEmpty()) {
                call("DELETE", session, null);
            }
        } finally {
            driver.destroy();
            driver.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
            }
        }
    }

    private void devtools(String command, JsonObject parameters) {
        call(
                "POST",
                session + "/goog/cdp/execute",
                new JsonObject().put("cmd", command).put("params", parameters));
    }

    private String element(String selector) {
        JsonObject query = new JsonObject().put("using", "css selector").put("value", selector);
        return session + "/element/" + ((JsonObject) call("POST", session + "/element", query)).getString(ELEMENT);
    }

    private Object call(String method, String path, @org.jspecify.annotations.Nullable JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Object value = new JsonObject(response.body()).getValue("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + " " + path + ": " + value);
            }
            return value == null ? "" : value;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
