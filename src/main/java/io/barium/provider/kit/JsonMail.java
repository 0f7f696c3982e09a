package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.model.Attachment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mail that a provider took apart into JSON. All of it is optional here: what is absent or of another type is left out.
 */
public final class JsonMail {
    private static final int MAX_HEADERS = 20_000;
    private static final int MAX_HEADER = 64 << 10;
    private static final int MAX_MAILBOXES = 1_000;

    private JsonMail() {}

    /**
     * What the members of an attachment are called.
     *
     * @param name its file name
     * @param type its media type
     * @param size in bytes, asked for where the content is not there
     * @param contents base64, the first that is there
     */
    public record AttachmentMembers(String name, String type, String size, List<String> contents) {}

    /**
     * A header section in any of the usual forms: an object of names with a text or a list of texts each, or a list of
     * {@code {name, value}}, of {@code {NAME: value}} or of pairs. Only lists keep the order in which the headers
     * stood, on which it depends who wrote one.
     */
    public static MailHeaders headers(@Nullable JsonNode node) {
        List<MailHeaders.Field> out = new ArrayList<>();
        if (node != null && node.isObject()) {
            members(node, out);
        } else if (node != null && node.isArray()) {
            for (JsonNode entry : node) {
                entry(entry, out);
            }
        }
        return new MailHeaders(out);
    }

    private static void entry(JsonNode entry, List<MailHeaders.Field> out) {
        String name = either(entry, "Name", "name");
        String value = either(entry, "Value", "value");
        if (name != null && value != null) {
            add(name, value, out);
        } else if (entry.isArray() && entry.path(0).isTextual() && entry.path(1).isTextual()) {
            add(entry.get(0).textValue(), entry.get(1).textValue(), out);
        } else if (entry.isObject()) {
            members(entry, out);
        }
    }

    private static void members(JsonNode object, List<MailHeaders.Field> out) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getValue().isTextual()) {
                add(member.getKey(), member.getValue().textValue(), out);
            } else {
                for (JsonNode value : member.getValue()) {
                    if (value.isTextual()) {
                        add(member.getKey(), value.textValue(), out);
                    }
                }
            }
        }
    }

    private static void add(String name, String value, List<MailHeaders.Field> out) {
        if (out.size() < MAX_HEADERS) {
            String bounded = value.length() > MAX_HEADER ? value.substring(0, MAX_HEADER) : value;
            out.add(new MailHeaders.Field(
                    name, bounded.replace("\r", "").replace("\n", "").strip()));
        }
    }

    private static @Nullable String either(JsonNode object, String name, String other) {
        String text = text(object, name);
        return text == null ? text(object, other) : text;
    }

    /** The headers and, where it is absent from them, one that the provider tells elsewhere. */
    public static MailHeaders completed(MailHeaders headers, String name, @Nullable String value) {
        if (value == null || value.isBlank() || headers.first(name) != null) {
            return headers;
        }
        List<MailHeaders.Field> all = new ArrayList<>(headers.fields());
        add(name, value, all);
        return new MailHeaders(all);
    }

    /**
     * Mailboxes as they stand in a header; {@code null} when there are none.
     *
     * @param node an object, or a list of them
     * @param name the member for the display name
     * @param address the member for the address
     */
    public static @Nullable String mailboxes(@Nullable JsonNode node, String name, String address) {
        List<String> out = new ArrayList<>();
        Iterable<JsonNode> each = node == null ? List.of() : node.isArray() ? node : List.of(node);
        for (JsonNode mailbox : each) {
            String at = JsonBody.text(mailbox, address);
            String shown = JsonBody.text(mailbox, name);
            if (at != null && out.size() < MAX_MAILBOXES) {
                out.add(shown == null ? "<" + at + ">" : quoted(shown) + " <" + at + ">");
            }
        }
        return out.isEmpty() ? null : String.join(", ", out);
    }

    private static String quoted(String phrase) {
        return '"' + phrase.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Texts of a list, or the single text that stands in its place. */
    public static List<String> texts(@Nullable JsonNode node) {
        List<String> out = new ArrayList<>();
        if (node != null && node.isTextual()) {
            out.add(node.textValue());
        } else if (node != null) {
            for (JsonNode entry : node) {
                if (entry.isTextual() && out.size() < MAX_MAILBOXES) {
                    out.add(entry.textValue());
                }
            }
        }
        return out;
    }

    /** A text as it stands, blank or not; {@code null} when it is missing or of another type. */
    public static @Nullable String text(JsonNode object, String member) {
        JsonNode node = object.get(member);
        return node != null && node.isTextual() ? node.textValue() : null;
    }

    /** The texts and attachments together. */
    public static MailContent content(@Nullable String plain, @Nullable String html, List<Attachment> attachments) {
        return new MailContent(plain == null ? null : TextBounds.text(plain), html, attachments);
    }

    /** The attachments of a list. */
    public static List<Attachment> attachments(@Nullable JsonNode list, AttachmentMembers members) {
        List<Attachment> out = new ArrayList<>();
        if (list != null) {
            for (JsonNode entry : list) {
                if (entry.isObject() && out.size() < Attachments.MAX) {
                    out.add(attachment(entry, members));
                }
            }
        }
        return List.copyOf(out);
    }

    private static Attachment attachment(JsonNode entry, AttachmentMembers members) {
        String content = null;
        for (String member : members.contents()) {
            content = content == null ? text(entry, member) : content;
        }
        String size = JsonBody.number(entry, members.size());
        return attachment(
                JsonBody.text(entry, members.name()),
                JsonBody.text(entry, members.type()),
                content,
                size != null && size.matches("\\d{1,15}") ? Long.parseLong(size) : 0);
    }

    /**
     * One attachment.
     *
     * @param base64 its content; {@code null} when it is elsewhere
     * @param size for one whose content is elsewhere or no base64
     */
    public static Attachment attachment(
            @Nullable String name, @Nullable String type, @Nullable String base64, long size) {
        String mediaType = type == null ? "application/octet-stream" : type;
        byte[] content = base64 == null ? null : decoded(base64);
        if (content == null) {
            return Attachments.described(name, mediaType, size, "");
        }
        try {
            return Attachments.hashed(name, mediaType, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    /**
     * A raw mail that stands in a text.
     *
     * @param base64 whether it is encoded
     * @throws MalformedHook when it is said to be encoded, and is not
     */
    public static byte[] raw(String text, boolean base64, String field) throws MalformedHook {
        byte[] bytes = base64 ? decoded(text) : text.getBytes(StandardCharsets.UTF_8);
        if (bytes == null) {
            throw new MalformedHook(field + ": expected base64");
        }
        return bytes;
    }

    private static byte @Nullable [] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * An id for a mail whose provider gives none and takes it apart anew at each try: what the sender wrote and whom it
     * reached, without the trace headers, which each try adds to.
     */
    public static String id(MailHeaders headers, MailContent content, @Nullable String from, List<String> to) {
        List<String> words = new ArrayList<>(to.stream().sorted().toList());
        words.add(from == null ? "" : from);
        for (String name : List.of("Message-ID", "Date", "From", "Subject")) {
            String value = headers.first(name);
            words.add(value == null ? "" : value);
        }
        words.add(content.plain() == null ? "" : content.plain().text());
        words.add(content.html() == null ? "" : content.html());
        for (Attachment attachment : content.attachments()) {
            words.add(attachment.name());
            words.add(attachment.sha256());
        }
        return EventIds.ofWords(words);
    }
}
