package io.barium.fetch;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Other people's servers: https on loopback under names that only this network knows. */
public final class Elsewhere implements Network, AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final Map<String, Buffer> MADE = new ConcurrentHashMap<>();

    /** Hosts in the order in which they were asked. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Handler<HttpServerRequest>> hosts = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final JksOptions store;

    /** A server whose certificate names these hosts. */
    public Elsewhere(Vertx vertx, Path directory, String... names) {
        store = new JksOptions().setValue(keys(directory, names)).setPassword(PASSWORD);
        server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(store))
                .requestHandler(request -> {
                    String host = request.authority().host();
                    asked.add(host);
                    hosts.getOrDefault(
                                    host, r -> r.response().setStatusCode(421).end())
                            .handle(request);
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Serves a host. */
    public void serve(String host, Handler<HttpServerRequest> handler) {
        hosts.put(host, handler);
        addresses.putIfAbsent(host, List.of(InetAddress.getLoopbackAddress()));
    }

    /** Lets a name resolve to something else. */
    public void resolve(String host, String... literals) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            all.add(InetAddress.getByName(literal));
        }
        addresses.put(host, all);
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> known = addresses.get(host);
        if (known == null) {
            throw new UnknownHostException(host);
        }
        return known;
    }

    /** Here loopback is the internet; everything else is what it is. */
    @Override
    public boolean isPublic(InetAddress address) {
        return address.equals(InetAddress.getLoopbackAddress()) || PublicAddress.is(address);
    }

    @Override
    public int port() {
        return server.actualPort();
    }

    @Override
    public HttpClientOptions client() {
        return new HttpClientOptions().setTrustOptions(store);
    }

    /** Made once for the same names; it takes longer than most tests. */
    private static Buffer keys(Path directory, String... names) {
        return MADE.computeIfAbsent(String.join(",", names), n -> make(directory, names));
    }

    private static Buffer make(Path directory, String... names) {
        Path file = directory.resolve("elsewhere.jks");
        String san = "dns:" + String.join(",dns:", names);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "JKS",
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD,
                "-alias",
                "it",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=elsewhere",
                "-ext",
                "san=" + san,
                "-validity",
                "2");
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0 || !Files.exists(file)) {
                throw new IllegalStateException(said);
            }
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
