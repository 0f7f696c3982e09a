package io.barium.mail.check;

import io.barium.provider.kit.TagList;
import java.util.Arrays;
import java.util.List;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;

/** Fetches the keys of DKIM signers. */
final class KeyRecords implements PublicKeyRecordRetriever {
    private final Questions questions;

    KeyRecords(Questions questions) {
        this.questions = questions;
    }

    @Override
    public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence domain)
            throws TempFailException, PermFailException {
        if (!method.toString().startsWith("dns/txt") && !method.toString().equals("dns")) {
            throw new PermFailException("no such way to look up keys");
        }
        try {
            return questions.ask(Dns.Type.TXT, selector + "._domainkey." + domain).stream()
                    .filter(KeyRecords::isForMail)
                    .toList();
        } catch (NoAnswer e) {
            throw new TempFailException("no answer");
        }
    }

    /** Keys may be set aside for other services (RFC 6376 section 3.6.1); the library does not look. */
    private static boolean isForMail(String keyRecord) {
        String services = TagList.parse(keyRecord).getOrDefault("s", "*");
        return Arrays.stream(services.split(":", -1))
                .map(String::strip)
                .anyMatch(s -> s.equals("*") || s.equals("email"));
    }
}
