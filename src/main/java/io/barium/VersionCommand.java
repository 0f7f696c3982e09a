package io.barium;

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

    /** The version in the jar's manifest; a build that was not packaged has none. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "barium " + (version == null ? "(not packaged)" : version), "java " + System.getProperty("java.version")
            };
        }
    }

    @Override
    public Integer call() {
        if (spec != null) {
            for (String line : new Provider().getVersion()) {
                spec.commandLine().getOut().println(line);
            }
        }
        return 0;
    }
}
