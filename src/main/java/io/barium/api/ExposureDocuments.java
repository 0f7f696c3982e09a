package io.barium.api;

import io.barium.exposure.ImportReport;
import io.barium.exposure.Unlock;
import io.barium.exposure.Unlocks.Shown;
import io.barium.view.OriginView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Objects of the API about origins. */
final class ExposureDocuments {
    private static final String CAVEAT =
            "That somebody had access does not say that he took anything. Read it beside the other origins of the case.";

    private ExposureDocuments() {}

    /** Kinds of origins that can be listed. */
    enum Kind {
        AGENT,
        QUEUE,
        EXPORT,
        INTEGRATION
    }

    static JsonObject report(ImportReport report, Set<String> ignored) {
        List<JsonObject> faults = report.faults().stream()
                .map(f -> new JsonObject()
                        .put("row", f.number())
                        .put("field", f.field())
                        .put("why", f.why()))
                .toList();
        return new JsonObject()
                .put("rows", report.rows())
                .put("planted", report.planted())
                .put("stored", report.stored())
                .put("known", report.known())
                .put("unknown", report.unknown())
                .put("unknownRows", new JsonArray(report.unknownRows()))
                .put("faulty", report.faulty())
                .put("faults", ContactDocument.array(faults))
                .put("ignored", new JsonArray(List.copyOf(ignored)));
    }

    static JsonObject origin(OriginView view) {
        return new JsonObject()
                .put("id", view.id())
                .put("key", view.key())
                .put("kind", view.kind())
                .put("label", view.label())
                .put("exposures", view.exposures())
                .put("plantings", view.plantings())
                .put("firstAt", ContactDocument.time(view.firstAt()))
                .put("lastAt", ContactDocument.time(view.lastAt()));
    }

    static JsonObject unlock(Unlock unlock) {
        return new JsonObject()
                .put("id", unlock.id())
                .put("caseId", unlock.caseId())
                .put("origin", unlock.origin())
                .put("reason", unlock.reason())
                .put("requestedBy", unlock.requestedBy())
                .put("approvedBy", unlock.approvedBy())
                .put("until", ContactDocument.time(unlock.until()));
    }

    static JsonObject name(Shown shown) {
        return new JsonObject()
                .put("unlock", unlock(shown.unlock()))
                .put("agent", shown.identity().id())
                .put("name", shown.identity().name())
                .put("caveat", CAVEAT);
    }
}
