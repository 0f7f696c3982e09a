package io.barium.fuzz;

import io.barium.config.Settings.Source;
import io.barium.provider.Twilio;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The signature of Twilio: any form signed as Twilio does is genuine, and no other header is. */
public final class TwilioSignatureFuzz {
    private TwilioSignatureFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] input = Holds.split(data, 100);
        String type = "application/x-www-form-urlencoded";
        Source source = Holds.source("twilio");
        Form form = Holds.post(input[1], "content-type", type).form();
        byte[] url = "https://hooks.example/hooks/main".getBytes(StandardCharsets.UTF_8);
        String right = Base64.getEncoder()
                .encodeToString(Hmac.SHA1.sign(
                        Holds.SECRET.getBytes(StandardCharsets.UTF_8), url, TwilioSignature.signedForm(form)));
        Holds.that(verdict(input[1], right, source) == Verdict.GENUINE, "refused what Twilio signed");
        String given = Holds.latin(input[0]);
        Holds.that(verdict(input[1], given, source) == Verdict.FORGED || given.equals(right), "believed a forged one");
    }

    private static Verdict verdict(byte[] body, String signature, Source source) {
        return new Twilio()
                .authenticate(
                        Holds.post(
                                body,
                                "content-type",
                                "application/x-www-form-urlencoded",
                                "x-twilio-signature",
                                signature),
                        source,
                        Holds.NOW)
                .verdict();
    }
}
