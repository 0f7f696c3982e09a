package io.barium.faults;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail that the relay took.
 *
 * @param topic header {@code X-Barium-Topic}; empty for a mail that tells of no case
 */
record AlertMail(String messageId, String topic, String subject, String source) {
    private static final Pattern FOLLOW_UP = Pattern.compile("(\\d+) further contacts? .*\\(\\d+ in all\\)");
    private static final Pattern OPENING = Pattern.compile("\\((\\d+) contacts\\)");

    static AlertMail of(String source) {
        try {
            MimeMessage mail = new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(source.getBytes(StandardCharsets.ISO_8859_1)));
            String topic = mail.getHeader("X-Barium-Topic", null);
            return new AlertMail(
                    mail.getMessageID(), topic == null ? "" : topic, String.valueOf(mail.getSubject()), source);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean tellsOfCase() {
        return topic.startsWith("case:");
    }

    boolean opensCase() {
        return tellsOfCase() && !FOLLOW_UP.matcher(subject).find();
    }

    /** How many contacts its subject tells for the first time. */
    int contacts() {
        Matcher further = FOLLOW_UP.matcher(subject);
        if (further.find()) {
            return Integer.parseInt(further.group(1));
        }
        Matcher opening = OPENING.matcher(subject);
        return opening.find() ? Integer.parseInt(opening.group(1)) : 1;
    }
}
