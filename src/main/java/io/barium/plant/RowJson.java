package io.barium.plant;

import io.barium.persona.CustomerRow;
import io.barium.persona.TicketRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as JSON: kept with the persona, so that an interrupted planting can be done again with the very same row. */
final class RowJson {
    private RowJson() {}

    static JsonObject write(CustomerRow row) {
        JsonArray tickets = new JsonArray();
        row.tickets().forEach(t -> tickets.add(write(t)));
        return new JsonObject()
                .put("givenName", row.givenName())
                .put("familyName", row.familyName())
                .put("email", row.email())
                .put("phone", row.phone())
                .put("locale", row.locale())
                .put("segment", row.segment())
                .put("product", row.product())
                .put("street", row.street())
                .put("city", row.city())
                .put("postcode", row.postcode())
                .put("country", row.country())
                .put("createdAt", row.createdAt())
                .put("tickets", tickets);
    }

    static JsonObject write(TicketRow ticket) {
        return new JsonObject()
                .put("number", ticket.number())
                .put("queue", ticket.queue())
                .put("agent", ticket.agent())
                .put("subject", ticket.subject())
                .put("status", ticket.status())
                .put("createdAt", ticket.createdAt());
    }

    static CustomerRow read(JsonObject json) {
        return new CustomerRow(
                json.getString("givenName"),
                json.getString("familyName"),
                json.getString("email"),
                json.getString("phone"),
                json.getString("locale"),
                json.getString("segment"),
                json.getString("product"),
                json.getString("street"),
                json.getString("city"),
                json.getString("postcode"),
                json.getString("country"),
                instant(json),
                json.getJsonArray("tickets").stream()
                        .map(t -> ticket((JsonObject) t))
                        .toList());
    }

    /** The same object under the columns' names; fields without a column are left out. */
    static JsonObject renamed(JsonObject fields, Map<String, String> columns) {
        JsonObject out = new JsonObject();
        columns.forEach((field, column) -> {
            Object value = fields.getValue(field);
            out.put(column, value instanceof Instant at ? at.toString() : value);
        });
        return out;
    }

    private static TicketRow ticket(JsonObject json) {
        return new TicketRow(
                json.getString("number"),
                json.getString("queue"),
                json.getString("agent"),
                json.getString("subject"),
                json.getString("status"),
                instant(json));
    }

    private static @Nullable Instant instant(JsonObject json) {
        return json.getInstant("createdAt");
    }
}
