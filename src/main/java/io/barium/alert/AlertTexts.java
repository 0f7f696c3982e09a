package io.barium.alert;

import io.barium.outbox.Message;
import io.barium.verdict.Change;
import io.barium.verdict.Explanation;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the SOC reads: subject, text and HTML of each alert. Identifiers of ours are masked; what the sender wrote is
 * quoted on one line, bounded, escaped and without live links, and never stands in a header.
 */
public final class AlertTexts {
    private final String consoleUrl;
    private final List<String> channels;

    /**
     * Texts that link to the console.
     *
     * @param consoleUrl base URL under which people reach it, without trailing slash
     * @param channels for which messages are made
     */
    public AlertTexts(String consoleUrl, List<String> channels) {
        this.consoleUrl = consoleUrl;
        this.channels = List.copyOf(channels);
    }

    /**
     * A paragraph of an alert.
     *
     * @param title heading; {@code null} for none
     * @param facts label and value
     * @param lines plain lines
     */
    record Block(@Nullable String title, Map<String, String> facts, List<String> lines) {}

    /**
     * The alert on a case, one message a channel.
     *
     * @param upToSeq journal sequence that it tells up to; makes its id
     */
    public List<Message> ofCase(CaseNews news, long upToSeq) {
        String subject = news.opened()
                ? "[Barium] Case " + news.caseId() + ": " + headline(news)
                : "[Barium] Case " + news.caseId() + ": " + further(news);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block(null, Map.of(), List.of(lead(news))));
        for (Sighting s : news.shown()) {
            blocks.add(new Block(title(s), Wording.facts(s), List.of()));
        }
        long more = news.contacts() + news.additions() - news.shown().size();
        if (more > 0) {
            blocks.add(new Block(null, Map.of(), List.of("And " + more + " more; the case lists all of them.")));
        }
        blocks.add(new Block("What is known", Map.of(), known(news)));
        blocks.add(new Block("What is not known", Map.of(), unknown(news)));
        String link = consoleUrl + "/console/cases/" + news.caseId();
        blocks.add(new Block(null, Map.of(), List.of("The case: " + link)));
        JsonObject facts = new JsonObject()
                .put("caseId", news.caseId())
                .put("url", link)
                .put("openedAt", news.openedAt().toString())
                .put("contacts", news.contacts())
                .put("additions", news.additions())
                .put("total", news.total())
                .put("plantedTouched", news.plantedTouched())
                .put("planted", news.planted())
                .put("controlsTouched", news.controlsTouched())
                .put("controls", news.controls());
        String type = news.opened() ? "case.opened" : "case.continued";
        return messages(type, "case:" + news.caseId(), upToSeq, subject, blocks, facts);
    }

    /**
     * The alert on what is new in a verdict, one message a channel. The verdict and the changes make its id: other
     * settings or another version may come to something else on the same contacts, and that is other news.
     *
     * @param changes why it is due
     * @param since when the alert was sent with which a change of mind is compared, so that the same change is news
     *     once more where it was taken back meanwhile; {@code null} where nothing is compared with an alert
     */
    public List<Message> ofVerdict(Verdict verdict, List<Change> changes, @Nullable Instant since) {
        Explanation words = Explanation.of(verdict);
        String titles = changes.stream().map(c -> c.kind().title()).collect(Collectors.joining(", "));
        String link = consoleUrl + "/console/cases/" + verdict.caseId();
        List<Block> blocks = List.of(
                new Block(null, Map.of(), changes.stream().map(Change::text).toList()),
                new Block("In short", Map.of(), words.summary()),
                new Block("Why", Map.of(), words.reasons()),
                new Block("What would change this", Map.of(), words.wouldChange()),
                new Block("To bear in mind", Map.of(), words.caveats()),
                new Block(null, Map.of(), List.of("The case: " + link, "The report: " + link + "/report")));
        JsonObject facts = new JsonObject()
                .put("caseId", verdict.caseId())
                .put("url", link)
                .put(
                        "changes",
                        new JsonArray(changes.stream().map(c -> c.kind().name()).toList()))
                .put("level", verdict.level().name())
                .put("logE", verdict.strength().logE())
                .put("prior", verdict.strength().prior())
                .put("posterior", verdict.strength().posterior())
                .put("falseAlarmBound", verdict.level().bound());
        byte[] told =
                (VerdictJson.write(verdict) + changes + (since == null ? "" : since)).getBytes(StandardCharsets.UTF_8);
        return messages(
                "case.verdict",
                "case:" + verdict.caseId() + ":verdict:" + UUID.nameUUIDFromBytes(told),
                verdict.basis().seq(),
                "[Barium] Case " + verdict.caseId() + ": " + titles,
                blocks,
                facts);
    }

    /** Tells the operators that genuine requests of a source could not be read; one message a channel. */
    public List<Message> ofUnreadable(String source, long count, String firstReason, long upToSeq) {
        String many = count == 1 ? "1 message" : count + " messages";
        String subject = "[Barium] " + many + " from source " + source + " could not be read";
        List<String> lines = List.of(
                many + " of source " + source
                        + " were genuine but could not be read. Nothing is lost: the raw bytes are in the"
                        + " journal, and the provider was told that they arrived.",
                "First reason: " + Wording.defang(Wording.oneLine(firstReason, 200)),
                "They are listed in the console: " + consoleUrl + "/console/contacts?standing=UNREADABLE");
        JsonObject facts = new JsonObject().put("source", source).put("count", count);
        List<Block> blocks = List.of(new Block(null, Map.of(), lines));
        return messages("source.unreadable", "unreadable:" + source, upToSeq, subject, blocks, facts);
    }

    private List<Message> messages(
            String type, String topic, long upToSeq, String subject, List<Block> blocks, JsonObject facts) {
        return channels.stream()
                .map(channel -> Message.about(
                        topic, upToSeq, channel, Payload.of(channel, type, topic, subject, blocks, facts)))
                .toList();
    }

    private static String headline(CaseNews news) {
        String what = news.shown().isEmpty()
                ? "contact"
                : Wording.what(news.shown().get(0).contact());
        String article = what.equals("SMS") ? "an " : "a ";
        String others = news.contacts() > 1 ? " (" + news.contacts() + " contacts)" : "";
        return article + what + " used a planted record" + others;
    }

    private static String further(CaseNews news) {
        List<String> parts = new ArrayList<>();
        if (news.contacts() > 0) {
            parts.add(news.contacts() == 1 ? "1 further contact" : news.contacts() + " further contacts");
        }
        if (news.additions() > 0) {
            parts.add(
                    news.additions() == 1
                            ? "an addition to a known contact"
                            : news.additions() + " additions to known contacts");
        }
        return String.join(", ", parts) + " (" + news.total() + " in all)";
    }

    private static String lead(CaseNews news) {
        return news.opened()
                ? "Somebody outside has used a customer record that belongs to nobody. Barium planted it; only somebody who has"
                        + " data from the support system can know it."
                : "Case " + news.caseId() + ", opened " + Wording.time(news.openedAt()) + ", has " + further(news)
                        + ".";
    }

    private static String title(Sighting s) {
        String what = Wording.what(s.contact());
        return s.addition() ? "Addition to a known contact" : Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    private static List<String> known(CaseNews news) {
        List<String> lines = new ArrayList<>();
        lines.add(news.plantedTouched() + " of " + news.planted() + " planted identifiers have been used by "
                + (news.total() == 1 ? "1 contact" : news.total() + " contacts") + " on this case.");
        lines.add(
                news.controlsTouched() + " of " + news.controls()
                        + " control identifiers, equally good but never given to anybody, were contacted since the case was opened.");
        news.shown().stream()
                .flatMap(s -> s.touched().stream())
                .map(Sighting.Touched::plantedAt)
                .filter(java.util.Objects::nonNull)
                .max(java.util.Comparator.naturalOrder())
                .ifPresent(t -> lines.add("The newest of these records was planted " + Wording.time(t)
                        + ": its data left the support system after that."));
        return lines;
    }

    private static List<String> unknown(CaseNews news) {
        List<String> lines = new ArrayList<>();
        lines.add("Through whose access the data left, and exactly when.");
        lines.add("How many real customers' records left with it.");
        if (news.total() == 1) {
            lines.add(
                    "Whether this is background noise: one contact alone can be a wrong number or a guessed address.");
        }
        return lines;
    }
}
