package io.barium;

import java.io.PrintStream;

/** Prints the secrets that a first start generated, once: they are stored as hashes only. Prints nothing for others. */
final class FirstStart {
    private FirstStart() {}

    static void print(App app) {
        PrintStream out = System.out;
        app.newPassword().ifPresent(p -> out.println("console login, shown only now: admin / " + p));
        app.newApiKey().ifPresent(k -> out.println("API key, shown only now: " + k));
    }
}
