package io.barium;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints which version this is. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    /** The version that the build wrote into the program. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = Main.class.getResourceAsStream("/version.txt")) {
                String version = in == null ? "?" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                return new String[] {"barium " + version, "java " + System.getProperty("java.version")};
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        if (spec != null) {
            for (String line : new Provider().getVersion()) {
                spec.commandLine().getOut().println(line);
            }
        }
        return 0;
    }
}
