package io.barium.fuzz;

import io.barium.provider.kit.HeaderParameters;
import java.util.Locale;

/** Structured header values: names in lower case, nothing longer than the header, quoted anew the same. */
public final class HeaderParametersFuzz {
    private HeaderParametersFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String header = Holds.latin(data);
        HeaderParameters parsed = HeaderParameters.parse(header);
        Holds.that(parsed.parameters().size() <= 200, "too many parameters");
        parsed.parameters().forEach((name, value) -> {
            Holds.that(name.equals(name.toLowerCase(Locale.ROOT)), "name not in lower case");
            Holds.that(value.length() <= 2 * header.length(), "value longer than the header");
            String quoted = "x; p=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            Holds.that(value.equals(HeaderParameters.parse(quoted).get("p")), "quoted anew, another value");
        });
    }
}
