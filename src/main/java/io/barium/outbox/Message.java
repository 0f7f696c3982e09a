package io.barium.outbox;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A message that leaves.
 *
 * @param id stable: the same reason to tell gives the same id, so that a repeat is recognised
 * @param channel name of the sender that takes it
 * @param topic what it is about, for people who look at the table
 * @param payload whatever the sender understands, complete
 */
public record Message(UUID id, String channel, String topic, JsonObject payload) {

    /** A message whose id follows from what it tells. */
    public static Message about(String topic, long upToSeq, String channel, JsonObject payload) {
        String name = "barium:" + channel + ":" + topic + ":" + upToSeq;
        return new Message(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), channel, topic, payload);
    }
}
