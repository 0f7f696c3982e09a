package io.barium.fuzz;

import io.barium.provider.Mailgun;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The stamp of Mailgun: believed exactly when it is the hash of timestamp and token. */
public final class MailgunStampFuzz {
    private MailgunStampFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] input = Holds.split(data, 200);
        String type = data.length % 2 == 0 ? "application/x-www-form-urlencoded" : "application/json";
        check(Holds.post(data, "content-type", type));
        check(Holds.post(input[1], "content-type", Holds.latin(input[0])));
    }

    private static void check(RawHook hook) {
        boolean believed =
                MAILGUN.authenticate(hook, Holds.source("mailgun"), Holds.NOW).verdict() != Verdict.FORGED;
        MAILGUN.singleUseId(hook);
        if (believed && !hook.mediaType().equals("application/json")) {
            Form form = hook.form();
            byte[] hash = Hmac.SHA256.sign(
                    Holds.SECRET.getBytes(StandardCharsets.UTF_8),
                    (form.filled("timestamp") + form.filled("token")).getBytes(StandardCharsets.UTF_8));
            Holds.that(HexFormat.of().formatHex(hash).equals(form.filled("signature")), "believed a forged stamp");
        }
    }

    private static final Mailgun MAILGUN = new Mailgun();

    static {
        Holds.that(MAILGUN.id().equals("mailgun"), "another provider");
    }
}
