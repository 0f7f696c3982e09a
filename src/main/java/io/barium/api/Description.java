package io.barium.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI description of the API. */
final class Description {
    private static final String RESOURCE = "/openapi.json";
    private final JsonObject document = read();

    /**
     * The description with the one server that is asked.
     *
     * @param url absolute URL of the API; tools refuse relative ones
     */
    Buffer servedAt(String url) {
        JsonObject servers = new JsonObject().put("url", url);
        return document.copy().put("servers", new JsonArray().add(servers)).toBuffer();
    }

    private static JsonObject read() {
        try (InputStream in = Description.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new JsonObject(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
