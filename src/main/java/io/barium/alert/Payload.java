package io.barium.alert;

import io.barium.alert.AlertTexts.Block;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The same news in the form that each channel's sender takes. */
final class Payload {
    private Payload() {}

    /**
     * The complete payload; a sender adds nothing to it.
     *
     * @param type of the news, for machines
     * @param facts for machines, without unmasked identifiers
     */
    static JsonObject of(
            String channel, String type, String topic, String subject, List<Block> blocks, JsonObject facts) {
        if (channel.equals(Channels.WEBHOOK)) {
            JsonObject data = new JsonObject()
                    .put("topic", topic)
                    .put("subject", subject)
                    .put("text", AlertLayout.text(blocks))
                    .mergeIn(facts);
            return new JsonObject().put("type", type).put("data", data);
        }
        return new JsonObject()
                .put("subject", subject)
                .put("text", AlertLayout.text(blocks))
                .put("html", AlertLayout.html(subject, blocks));
    }
}
