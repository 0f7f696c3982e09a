package io.barium.provider.kit;

import io.barium.config.SourceOptions.Answering;
import org.jspecify.annotations.Nullable;

/**
 * What a caller gets to hear, in the call-control language of Twilio, which others speak too (cXML, TeXML). A pause
 * that comes first is spent ringing; keys that are only waits are played as silence on an answered line.
 */
public final class CallXml {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    /** Nothing to say. */
    public static final String DONE = HEAD + "<Response/>";

    private CallXml() {}

    /** The answer to an incoming call. */
    public static String incoming(Answering answering) {
        return incoming(answering, null);
    }

    /**
     * The answer to an incoming call.
     *
     * @param recorded URL at which a recording is to be reported; {@code null} where it is reported without asking
     */
    public static String incoming(Answering answering, @Nullable String recorded) {
        String callback = recorded == null ? "" : " recordingStatusCallback=\"" + escape(recorded) + "\"";
        String verbs = switch (answering.mode()) {
            case DECLINE -> "<Reject/>";
            case RING -> "<Pause length=\"60\"/><Reject/>";
            case SILENCE -> "<Play digits=\"" + "w".repeat(60) + "\"/><Hangup/>";
            case RECORD ->
                "<Say>" + escape(answering.prompt())
                        + "</Say><Record maxLength=\"120\" timeout=\"10\" playBeep=\"true\"" + callback
                        + "/><Hangup/>";
        };
        return HEAD + "<Response>" + verbs + "</Response>";
    }

    /** Text as XML character data or attribute value. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&apos;");
                default -> out.appendCodePoint(c < ' ' ? ' ' : c);
            }
        });
        return out.toString();
    }
}
