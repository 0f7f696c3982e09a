package io.barium.fuzz;

import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.StandardWebhooks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Standard Webhooks: a right signature among any others is found, and none is found where it is not. */
public final class StandardWebhooksFuzz {
    private StandardWebhooksFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[][] input = Holds.split(data, 400);
        String others = Holds.latin(input[0]);
        byte[] key = Objects.requireNonNull(StandardWebhooks.key(Holds.SECRET));
        String now = Long.toString(Holds.NOW.getEpochSecond());
        byte[] hash = Hmac.SHA256.sign(key, ("m1." + now + ".").getBytes(StandardCharsets.UTF_8), input[1]);
        String right = "v1," + Base64.getEncoder().encodeToString(hash);
        Holds.that(verdict(input[1], now, right + " " + others, key) == Verdict.GENUINE, "did not find the right one");
        boolean there = Arrays.asList(others.split(" ", -1)).contains(right);
        Holds.that(there || verdict(input[1], now, others, key) == Verdict.FORGED, "believed a forged one");
        Holds.that(verdict(input[1], others, right, key) == Verdict.FORGED || others.equals(now), "any time will do");
        byte[] other = StandardWebhooks.key(others);
        Holds.that(other == null || other.length <= others.length(), "a key longer than its text");
    }

    private static Verdict verdict(byte[] body, String timestamp, String signatures, byte[] key) {
        Authenticity judged = new StandardWebhooks("webhook")
                .check(
                        Holds.post(
                                body,
                                "webhook-id",
                                "m1",
                                "webhook-timestamp",
                                timestamp,
                                "webhook-signature",
                                signatures),
                        List.of(key),
                        StandardWebhooks.DEFAULT_WINDOW,
                        Holds.NOW);
        return judged.verdict();
    }
}
