package io.barium.provider.kit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Lists of {@code tag=value} between semicolons (RFC 6376 section 3.2), as DKIM, ARC and DMARC write them. */
public final class TagList {
    private static final int MAX_TAGS = 50;

    private TagList() {}

    /** Values by lower-case tag, in their order, without outer blanks; of a tag that is repeated the first. */
    public static Map<String, String> parse(String list) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String part : list.split(";", MAX_TAGS)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                out.putIfAbsent(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return out;
    }
}
