package io.barium.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Stylesheets and pictures, kept in memory; their URLs change with their content, so browsers may keep them for good.
 */
public final class Assets {
    static final String PATH = "/console/assets/";
    private static final int FINGERPRINT_CHARS = 12;

    private final Map<String, Asset> byPath = new HashMap<>();
    private final String pico;
    private final String style;
    private final String logo;

    private record Asset(Buffer content, String type) {}

    Assets() {
        pico = add(
                "META-INF/resources/webjars/picocss__pico/2.1.1/css/pico.min.css",
                "pico.css",
                "text/css; charset=utf-8");
        style = add("console/barium.css", "barium.css", "text/css; charset=utf-8");
        logo = add("console/barium.svg", "barium.svg", "image/svg+xml");
    }

    /** URL of Pico's stylesheet. */
    public String pico() {
        return pico;
    }

    /** URL of our stylesheet. */
    public String style() {
        return style;
    }

    /** URL of the logo. */
    public String logo() {
        return logo;
    }

    /** Serves what is below {@link #PATH}. */
    void serve(RoutingContext ctx) {
        Asset asset = byPath.get(ctx.normalizedPath());
        if (asset == null) {
            throw Refusal.notFound();
        }
        HttpServerResponse response = ctx.response();
        response.putHeader("Cache-Control", "public, max-age=31536000, immutable");
        response.putHeader("Content-Type", asset.type).end(asset.content);
    }

    private String add(String resource, String name, String type) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String path = PATH + HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_CHARS) + "/" + name;
            byPath.put(path, new Asset(Buffer.buffer(content), type));
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
