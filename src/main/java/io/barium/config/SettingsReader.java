package io.barium.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.barium.config.Settings.Database;
import io.barium.config.Settings.Http;
import io.barium.config.Settings.Retention;
import io.barium.config.Settings.Smtp;
import io.barium.config.Settings.Source;
import io.barium.config.Settings.Spool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link Settings} from a YAML file and the environment, which wins. Every fault is found in one reading. */
public final class SettingsReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
    /** Variables that are no settings of the file: they name it, or belong to the commands. */
    private static final Set<String> OTHER_VARIABLES = Set.of("BARIUM_CONFIG", "BARIUM_CONFIG_FILE");

    private final Map<String, Set<String>> providers;
    private final List<Fault> faults = new ArrayList<>();

    private SettingsReader(Map<String, Set<String>> providers) {
        this.providers = providers;
    }

    /**
     * Reads the settings.
     *
     * @param file YAML file; {@code null} for defaults and environment alone
     * @param environment variables of the process
     * @param providers ids that {@code sources[].provider} may name, each with the words that its {@code variant} may
     *     be
     * @throws FaultySettings with every fault found
     */
    public static Settings read(
            @Nullable Path file, Map<String, String> environment, Map<String, Set<String>> providers)
            throws FaultySettings {
        return new SettingsReader(providers).readAll(file, environment);
    }

    private Settings readAll(@Nullable Path file, Map<String, String> environment) throws FaultySettings {
        Section.Input input = new Section.Input(environment, faults, new HashSet<>());
        Section root = new Section("", tree(file), input);
        Path dataDir = Path.of(root.text("dataDir", "data"));
        List<Source> sources = SourcesReader.read(root, providers);
        Settings settings = new Settings(
                dataDir,
                root.secret("apiKey"),
                http(root.section("http")),
                smtp(root.section("smtp")),
                database(root.section("database")),
                domains(root, "domains"),
                domains(root, "expectedSenders"),
                sources,
                ImapReader.read(root, sources),
                SupportReader.read(root.section("support")),
                AlertsReader.read(root.section("alerts")),
                spool(root.section("spool"), dataDir),
                retention(root.section("retention")),
                ExposuresReader.read(root),
                VerdictReader.read(root.section("verdict")));
        if (settings.support() != null
                && settings.support().url() == null
                && !settings.database().embedded()) {
            root.fault(
                    "support.url",
                    "expected postgresql://host:port/database because database.embedded is false, found nothing");
        }
        root.refuseUnknown();
        for (String variable : environment.keySet()) {
            if (variable.startsWith("BARIUM_")
                    && !input.variables().contains(variable)
                    && !OTHER_VARIABLES.contains(variable)) {
                root.fault(
                        variable,
                        "is no setting; the environment names a setting as BARIUM_ and its path, like BARIUM_HTTP_PORT");
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultySettings(faults);
        }
        return settings;
    }

    private JsonNode tree(@Nullable Path file) {
        if (file == null) {
            return MissingNode.getInstance();
        }
        try {
            return YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            faults.add(new Fault(
                    file + (at == null ? "" : " line " + at.getLineNr()), "expected YAML: " + e.getOriginalMessage()));
        } catch (IOException e) {
            faults.add(new Fault(file.toString(), "expected a file that can be read (--config or BARIUM_CONFIG)"));
        }
        return MissingNode.getInstance();
    }

    /** A quarter of the heap: reading a contact takes up to three times its size besides. */
    private static int inFlight() {
        return (int) Math.max(1 << 20, Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE));
    }

    private static Http http(Section s) {
        Http http = new Http(
                s.text("host", "0.0.0.0"),
                s.integer("port", 8080, 0, 65_535),
                url(s, "publicUrl"),
                s.integer("maxBodyBytes", 48 << 20, 1024, 256 << 20),
                s.integer("maxInFlightBytes", inFlight(), 1 << 20, Integer.MAX_VALUE),
                s.secret("metricsToken"));
        s.refuseUnknown();
        return http;
    }

    private static Smtp smtp(Section s) {
        Smtp smtp = new Smtp(
                s.flag("enabled", true),
                s.text("host", "0.0.0.0"),
                s.integer("port", 2525, 0, 65_535),
                s.text("hostname", "mx.invalid"),
                s.integer("maxMessageBytes", 32 << 20, 1024, 256 << 20),
                s.integer("maxConnections", 200, 1, 10_000),
                s.integer("maxConnectionsPerMinute", 120, 1, 1_000_000),
                s.integer("maxRecipients", 100, 1, 10_000),
                s.file("certificate"),
                s.file("key"),
                s.text("authservId"),
                s.flag("checkSenders", true));
        if ((smtp.certificate() == null) != (smtp.key() == null)) {
            s.fault(s.path(), "expected certificate and key together, or neither");
        }
        s.refuseUnknown();
        return smtp;
    }

    private static Database database(Section s) {
        String url = s.postgres("url");
        Database database = new Database(
                s.flag("embedded", url == null),
                url,
                s.text("username"),
                s.secret("password"),
                s.integer("poolSize", 8, 2, 200));
        if (database.embedded() && url != null) {
            s.fault(s.join("url"), "expected either embedded: true or a url, found both");
        } else if (!database.embedded() && url == null) {
            s.fault(s.join("url"), "expected postgresql://host:port/database because embedded is false, found nothing");
        }
        s.refuseUnknown();
        return database;
    }

    private static List<String> domains(Section root, String name) {
        List<String> out = new ArrayList<>();
        for (String domain : root.texts(name)) {
            String lower = domain.toLowerCase(Locale.ROOT);
            if (!DOMAIN.matcher(lower).matches()) {
                root.fault(name + "[" + out.size() + "]", "expected a domain name, found \"" + domain + "\"");
            }
            out.add(lower);
        }
        return List.copyOf(out);
    }

    private static Spool spool(Section s, Path dataDir) {
        String directory = s.text("dir");
        Spool spool = new Spool(
                directory == null ? dataDir.resolve("spool") : Path.of(directory),
                s.number("maxBytes", 1L << 30, 1L << 17, 1L << 40));
        s.refuseUnknown();
        return spool;
    }

    private static Retention retention(Section s) {
        Retention retention = new Retention(age(s, "raw"), age(s, "unknownRaw"));
        s.refuseUnknown();
        return retention;
    }

    static @Nullable Duration age(Section s, String name) {
        return s.text(name) == null ? null : s.duration(name, Duration.ZERO);
    }

    static @Nullable String url(Section s, String name) {
        String value = s.text(name);
        if (value == null) {
            return null;
        }
        boolean valid;
        try {
            URI uri = URI.create(value);
            valid = uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            valid = false;
        }
        if (!valid) {
            s.fault(s.join(name), "expected an http or https URL, found \"" + value + "\"");
        }
        return value;
    }
}
