package io.barium.fuzz;

import io.barium.provider.kit.PresentedSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Authorization headers: bearer and Basic show the secret or they do not. */
public final class PresentedSecretFuzz {
    private PresentedSecretFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String given = Holds.latin(data);
        String secret = "name:" + given.strip();
        List<String> secrets = List.of("other", secret);
        String basic = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        Holds.that(PresentedSecret.isAnyOf(secrets, "Basic " + basic), "Basic is not taken");
        Holds.that(PresentedSecret.isAnyOf(secrets, "bearer " + secret), "Bearer is not taken");
        boolean believed = PresentedSecret.isAnyOf(List.of(Holds.SECRET), given);
        String lower = given.strip().toLowerCase(Locale.ROOT);
        boolean shown = (given.contains(Holds.SECRET) && lower.startsWith("bearer "))
                || (lower.startsWith("basic ") && given.contains("d2hzZWNf"));
        Holds.that(!believed || shown, "believed without the secret");
    }
}
