package io.barium.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the settings file, with the environment laid over it. A getter never fails: it notes the fault and
 * answers a stand-in, so that one reading finds all faults.
 */
final class Section {
    private final String path;
    private final JsonNode node;
    private final Input input;
    private final Set<String> asked = new HashSet<>();

    /**
     * What all sections of one reading share.
     *
     * @param environment variables, names as in the process
     * @param faults collected so far
     * @param variables names of variables that some setting has asked for
     */
    record Input(Map<String, String> environment, List<Fault> faults, Set<String> variables) {}

    Section(String path, JsonNode node, Input input) {
        this.path = path;
        this.node = node;
        this.input = input;
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            fault(path.isEmpty() ? "(file)" : path, "expected a mapping, found " + describe(node));
        }
    }

    String path() {
        return path;
    }

    /** Whether the file or the environment says anything below this section. */
    boolean present() {
        String prefix = variable(path) + "_";
        return node.isObject() || input.environment().keySet().stream().anyMatch(v -> v.startsWith(prefix));
    }

    Section section(String name) {
        asked.add(name);
        return new Section(join(name), child(name), input);
    }

    /** The sections of a list; the environment may change entries and append new ones by their index. */
    List<Section> sections(String name) {
        asked.add(name);
        JsonNode list = child(name);
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            fault(join(name), "expected a list, found " + describe(list));
            return List.of();
        }
        List<Section> out = new ArrayList<>();
        for (int i = 0; ; i++) {
            JsonNode entry = list.path(i);
            Section s = new Section(join(name) + "[" + i + "]", entry, input);
            if (entry.isMissingNode() && !s.present()) {
                return out;
            }
            out.add(s);
        }
    }

    @Nullable
    String text(String name) {
        String env = environment(join(name));
        asked.add(name);
        if (env != null) {
            return env;
        }
        JsonNode value = child(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            fault(join(name), "expected a text, found " + describe(value));
            return null;
        }
        return value.asText();
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String required(String name, String expected) {
        String value = text(name);
        if (value == null || value.isBlank()) {
            fault(join(name), "expected " + expected + ", found nothing");
            return "";
        }
        return value;
    }

    @Nullable
    Secret secret(String name) {
        String value = text(name);
        return value == null ? null : new Secret(value);
    }

    int integer(String name, int otherwise, int least, int most) {
        return (int) number(name, otherwise, least, most);
    }

    long number(String name, long otherwise, long least, long most) {
        return parse(name, otherwise, "a whole number from " + least + " to " + most, v -> {
            long n = Long.parseLong(v.replace("_", ""));
            return n < least || n > most ? null : n;
        });
    }

    @Nullable
    Long seed(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        return parse(name, 0L, "a whole number", Long::valueOf);
    }

    boolean flag(String name, boolean otherwise) {
        return parse(name, otherwise, "true or false", v -> switch (v.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> null;
        });
    }

    Duration duration(String name, Duration otherwise) {
        return parse(name, otherwise, "a duration like 15m, 8h, 3d or PT15M", Section::toDuration);
    }

    @Nullable
    Path file(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        Path file = Path.of(value);
        if (!Files.isReadable(file)) {
            fault(join(name), "expected a file that can be read, found \"" + value + "\"");
        }
        return file;
    }

    /** Address of a PostgreSQL database. */
    @Nullable
    String postgres(String name) {
        String value = text(name);
        if (value != null && !value.matches("postgres(ql)?://[^/\\s]+/[^/\\s]+")) {
            fault(join(name), "expected postgresql://host:port/database");
        }
        return value;
    }

    /** A list of texts; in the environment separated by commas, or one variable an index. */
    List<String> texts(String name) {
        asked.add(name);
        String at = join(name);
        String env = environment(at);
        if (env != null) {
            return Arrays.stream(env.split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
        }
        JsonNode list = child(name);
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            fault(at, "expected a list of texts, found " + describe(list));
            return List.of();
        }
        List<String> out = new ArrayList<>();
        for (int i = 0; ; i++) {
            String item = environment(at + "[" + i + "]");
            JsonNode entry = list.path(i);
            if (item != null) {
                out.add(item);
            } else if (entry.isMissingNode()) {
                return out;
            } else if (entry.isValueNode() && !entry.isNull()) {
                out.add(entry.asText());
            } else {
                fault(at + "[" + i + "]", "expected a text, found " + describe(entry));
            }
        }
    }

    void fault(String at, String expected) {
        input.faults().add(new Fault(at, expected));
    }

    String join(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Call when all getters have been called: names that nobody asked for are faults. */
    void refuseUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                fault(
                        join(name),
                        "is no setting; expected one of "
                                + String.join(", ", asked.stream().sorted().toList()));
            }
        });
    }

    <T> T parse(String name, T otherwise, String expected, Function<String, @Nullable T> parser) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        T parsed;
        try {
            parsed = parser.apply(value.strip());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            parsed = null;
        }
        if (parsed == null) {
            fault(join(name), "expected " + expected + ", found \"" + value + "\"");
            return otherwise;
        }
        return parsed;
    }

    private static @Nullable Duration toDuration(String v) {
        if (v.startsWith("P")) {
            return Duration.parse(v);
        }
        long n = Long.parseLong(v.substring(0, Math.max(0, v.length() - 1)));
        return switch (v.charAt(v.length() - 1)) {
            case 's' -> Duration.ofSeconds(n);
            case 'm' -> Duration.ofMinutes(n);
            case 'h' -> Duration.ofHours(n);
            case 'd' -> Duration.ofDays(n);
            default -> null;
        };
    }

    private JsonNode child(String name) {
        return node.isObject() ? node.path(name) : MissingNode.getInstance();
    }

    private @Nullable String environment(String at) {
        String variable = variable(at);
        input.variables().add(variable);
        input.variables().add(variable + "_FILE");
        String value = input.environment().get(variable);
        if (value != null) {
            return value;
        }
        String file = input.environment().get(variable + "_FILE");
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            fault(variable + "_FILE", "expected a file that can be read, found \"" + file + "\"");
            return null;
        }
    }

    /** {@code sources[0].publicUrl} becomes {@code BARIUM_SOURCES_0_PUBLIC_URL}. */
    static String variable(String at) {
        String snake = at.replaceAll("([a-z])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]+", "_");
        return "BARIUM_" + snake.replaceAll("_$", "").toUpperCase(Locale.ROOT);
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case NULL, MISSING -> "nothing";
            default -> "\"" + node.asText() + "\"";
        };
    }
}
