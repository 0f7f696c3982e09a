package io.barium.fuzz;

import io.barium.provider.Mailgun;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

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
        MAILGUN.singleUseId(hook, Holds.source("mailgun"));
        if (believed && !hook.mediaType().equals("application/json")) {
            Holds.that(isSigned(hook.form()), "believed a forged stamp");
        }
    }

    /** Of fields that are repeated any may be the one that Mailgun wrote. */
    private static boolean isSigned(Form form) {
        Set<String> signatures = values(form, "signature");
        for (String timestamp : values(form, "timestamp")) {
            for (String token : values(form, "token")) {
                byte[] hash = Hmac.SHA256.sign(
                        Holds.SECRET.getBytes(StandardCharsets.UTF_8),
                        (timestamp + token).getBytes(StandardCharsets.UTF_8));
                if (signatures.contains(HexFormat.of().formatHex(hash))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> values(Form form, String name) {
        return form.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(field -> field.text().strip())
                .collect(Collectors.toSet());
    }

    private static final Mailgun MAILGUN = new Mailgun();

    static {
        Holds.that(MAILGUN.id().equals("mailgun"), "another provider");
    }
}
