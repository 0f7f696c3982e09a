package io.barium.api;

import io.barium.view.CaseView;
import io.barium.view.ContactView;
import io.barium.view.DeadLetterView;
import io.barium.view.Page;
import io.barium.view.PlantingView;
import io.barium.view.TokenView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The other objects of the API. */
final class Documents {
    private Documents() {}

    static <T> JsonObject page(Page<T> page, Function<T, JsonObject> document) {
        return new JsonObject()
                .put(
                        "items",
                        ContactDocument.array(
                                page.items().stream().map(document).toList()))
                .put("next", cursor(page.next()));
    }

    static JsonObject summary(CaseView view) {
        return new JsonObject()
                .put("id", view.id())
                .put("state", view.state())
                .put("openedAt", ContactDocument.time(view.openedAt()))
                .put("lastContactAt", ContactDocument.time(view.lastContactAt()))
                .put("closedAt", ContactDocument.time(view.closedAt()))
                .put("contactCount", view.contactCount())
                .put("legalHold", view.legalHold());
    }

    static JsonObject file(CaseView view, Page<ContactView> timeline) {
        return summary(view)
                .put("timeline", page(timeline, ContactDocument::of).getJsonArray("items"))
                .put("timelineNext", cursor(timeline.next()));
    }

    static JsonObject token(TokenView view) {
        return new JsonObject()
                .put("id", view.id())
                .put("kind", view.kind().name())
                .put("value", view.value())
                .put("role", view.role().name())
                .put("stratum", view.stratum())
                .put("personaId", view.personaId())
                .put("createdAt", ContactDocument.time(view.createdAt()))
                .put("plantedAt", ContactDocument.time(view.plantedAt()))
                .put("hits", view.hits())
                .put("lastHitAt", ContactDocument.time(view.lastHitAt()));
    }

    static JsonObject planting(PlantingView view) {
        JsonObject persona = new JsonObject()
                .put("id", view.personaId())
                .put("locale", view.locale())
                .put("givenName", view.givenName())
                .put("familyName", view.familyName());
        return new JsonObject()
                .put("id", view.id())
                .put("persona", persona)
                .put("system", view.system())
                .put("state", view.state())
                .put("rowKey", view.rowKey())
                .put("segments", view.segments())
                .put("tokenIds", new JsonArray(view.tokenIds()))
                .put("intendedAt", ContactDocument.time(view.intendedAt()))
                .put("plantedAt", ContactDocument.time(view.plantedAt()))
                .put("retiredAt", ContactDocument.time(view.retiredAt()));
    }

    static JsonObject deadLetter(DeadLetterView view) {
        return new JsonObject()
                .put("id", view.id().toString())
                .put("channel", view.channel())
                .put("topic", view.topic())
                .put("subject", view.subject())
                .put("createdAt", ContactDocument.time(view.createdAt()))
                .put("diedAt", ContactDocument.time(view.diedAt()))
                .put("attempts", view.attempts())
                .put("reason", view.reason());
    }

    /** Cursors are text: their shape is ours to change. */
    static @Nullable String cursor(@Nullable Long next) {
        return next == null ? null : next.toString();
    }
}
