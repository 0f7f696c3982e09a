package io.barium.fuzz;

import io.barium.model.MailAuthentication;
import io.barium.provider.kit.AuthenticationResults;
import io.barium.provider.kit.MailHeaders;
import java.util.List;

/** Authentication results: nothing is believed that does not stand under the trusted name. */
public final class AuthResultsFuzz {
    private AuthResultsFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String value = Holds.latin(data);
        MailHeaders headers = new MailHeaders(List.of(
                new MailHeaders.Field("Authentication-Results", value), new MailHeaders.Field("Received-SPF", value)));
        MailAuthentication said = AuthenticationResults.of(headers, "mx.ours.example");
        Holds.that(said.equals(AuthenticationResults.of(headers, "mx.ours.example")), "judged twice, two judgements");
        Holds.that(AuthenticationResults.of(headers, null).equals(MailAuthentication.UNKNOWN), "nobody is trusted");
        boolean named =
                value.toLowerCase(java.util.Locale.ROOT).contains("mx.ours.example") || value.indexOf('\\') >= 0;
        Holds.that(named || said.equals(MailAuthentication.UNKNOWN), "believed a stranger");
        Holds.that(said.dkimDomains().size() <= 20, "too many domains");
    }
}
