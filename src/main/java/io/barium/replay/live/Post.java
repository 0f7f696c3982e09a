package io.barium.replay.live;

import io.barium.provider.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a provider reports, not yet signed.
 *
 * @param feed to which it goes
 * @param id tells it from every other; of the same seed the same
 * @param reached our address or line, as the registry has it
 * @param fields of its form
 */
public record Post(String feed, String id, String reached, Map<String, String> fields) {
    private static final String ACCOUNT = "AC0000000000000000000000000000demo";

    public Post {
        fields = Map.copyOf(fields);
    }

    /**
     * A call that rings.
     *
     * @param name as the network shows it; empty for none
     * @param verstat outcome of STIR/SHAKEN in Twilio's words
     */
    public static Post call(String id, String from, String to, String name, String verstat) {
        Map<String, String> form = phone(from, to);
        form.put("CallSid", "CA" + key(id, 32));
        form.put("CallStatus", "ringing");
        form.put("Direction", "inbound");
        form.put("CallerName", name);
        form.put("StirVerstat", verstat);
        return new Post(Feeds.PHONE, id, to, form);
    }

    /** What was said in a call, which {@link #call} reported under the same id. */
    public static Post transcript(String id, String from, String to, String text) {
        Map<String, String> form = phone(from, to);
        form.put("CallSid", "CA" + key(id, 32));
        form.put("TranscriptionSid", "TR" + key(id, 32));
        form.put("TranscriptionStatus", "completed");
        form.put("TranscriptionText", text);
        return new Post(Feeds.PHONE, id + " said", to, form);
    }

    /** A text message. */
    public static Post message(String id, String from, String to, String text) {
        Map<String, String> form = phone(from, to);
        form.put("MessageSid", "SM" + key(id, 32));
        form.put("Body", text);
        return new Post(Feeds.PHONE, id, to, form);
    }

    /**
     * A mail.
     *
     * @param from header; its address is the envelope sender too
     * @param signer domain whose DKIM signature passed; empty for none, which fails SPF too
     */
    public static Post mail(String id, String from, String to, String subject, String text, String signer) {
        boolean signed = !signer.isEmpty();
        Map<String, String> form = new TreeMap<>();
        form.put("recipient", to);
        form.put("sender", from.substring(from.indexOf('<') + 1).replace(">", ""));
        form.put("from", from);
        form.put("subject", subject);
        form.put("body-plain", text);
        form.put("Message-Id", "<" + key(id, 24) + "@mail.example>");
        form.put(
                "message-headers",
                "[[\"X-Mailgun-Spf\",\"" + (signed ? "Pass" : "Neutral") + "\"],[\"X-Mailgun-Dkim-Check-Result\",\""
                        + (signed ? "Pass" : "Fail") + "\"]"
                        + (signed
                                ? ",[\"Dkim-Signature\",\"v=1; a=rsa-sha256; d=" + signer + "; s=k1; bh=x; b=x\"]]"
                                : "]"));
        return new Post(Feeds.MAIL, id, to, form);
    }

    /** So many hexadecimal digits that the same id always gives. */
    static String key(String id, int digits) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, digits);
    }

    private static Map<String, String> phone(String from, String to) {
        Map<String, String> form = new TreeMap<>();
        form.put("AccountSid", ACCOUNT);
        form.put("From", from);
        form.put("To", to);
        return form;
    }
}
