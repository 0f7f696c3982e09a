package io.barium.mail.check;

import io.barium.model.AuthResult;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.TextBounds;
import java.util.Locale;
import org.apache.james.jspf.impl.SPF;
import org.jspecify.annotations.Nullable;

/** SPF (RFC 7208) of the envelope sender, or of the peer's own name when the reverse-path is empty. */
final class SpfCheck {
    private SpfCheck() {}

    /**
     * A result.
     *
     * @param domain that was looked at; {@code null} when nothing was
     */
    record Spf(AuthResult result, @Nullable String domain) {
        static final Spf NONE = new Spf(AuthResult.NONE, null);
    }

    /**
     * Checks.
     *
     * @param hostname our own name, which records may ask for
     */
    static Spf check(Questions questions, String hostname, Arrival arrival) {
        String from = arrival.from() == null ? "" : arrival.from();
        String helo = arrival.helo() == null ? "" : arrival.helo();
        String domain = (from.isEmpty() ? helo : from.substring(from.lastIndexOf('@') + 1)).toLowerCase(Locale.ROOT);
        if (domain.isEmpty()) {
            return Spf.NONE;
        }
        SpfLookups lookups = new SpfLookups(questions, arrival.peer(), hostname);
        AuthResult result;
        try {
            result = AuthenticationResults.result(
                    new SPF(lookups).checkSPF(arrival.peer(), from, helo).getResult());
        } catch (RuntimeException | StackOverflowError e) {
            // The record brought the library down.
            result = AuthResult.PERMERROR;
        }
        return new Spf(lookups.exhausted() ? AuthResult.PERMERROR : result, TextBounds.name(domain));
    }
}
