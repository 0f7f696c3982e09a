package io.barium.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.barium.model.ArcClaim;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.DisguisedLink;
import io.barium.model.Mail;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contact as the JSON text that the journal keeps: the record's components, and {@code channel} to tell which record
 * it is.
 */
public final class ContactJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Contact.class, Tagged.class)
            .addMixIn(Mail.class, SparseMail.class)
            .addMixIn(Quotes.class, SparseQuotes.class)
            .build();

    private static final ObjectWriter WRITER = JSON.writerFor(Contact.class);

    private ContactJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "channel")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Mail.class, name = "MAIL"),
        @JsonSubTypes.Type(value = Call.class, name = "CALL"),
        @JsonSubTypes.Type(value = Sms.class, name = "SMS")
    })
    private interface Tagged {}

    /** Few mails have any. */
    interface SparseMail {
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        ArcClaim arcClaim();
    }

    /** Few texts have any. */
    interface SparseQuotes {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<DisguisedLink> disguised();
    }

    /** The text to journal. */
    public static String write(Contact contact) {
        return new String(utf8(contact), StandardCharsets.UTF_8);
    }

    /** The text to journal, in UTF-8. */
    static byte[] utf8(Contact contact) {
        try {
            return WRITER.writeValueAsBytes(contact);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("contact cannot be written as JSON", e);
        }
    }

    /** The contact that {@link #write} wrote, also by an earlier version. */
    public static Contact read(String json) {
        try {
            return JSON.readValue(json, Contact.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("journalled contact cannot be read", e);
        }
    }
}
