package io.barium.faults;

import io.vertx.core.json.JsonObject;

/** What {@code /health/ready} said. */
record Health(JsonObject body) {

    String status() {
        return body.getString("status");
    }

    /** A component as {@code STATUS: why}; empty when there is no such component. */
    String component(String name) {
        return body.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .filter(c -> c.getString("name").equals(name))
                .map(c -> c.getString("status") + ": " + c.getString("why"))
                .findFirst()
                .orElse("");
    }
}
