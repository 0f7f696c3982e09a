package io.barium.plant;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.barium.persona.SeedData;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The phone numbers that we own. The file is CSV: an E.164 number a row, after it, if there is a second column, the
 * block that it was bought in; a header is optional. Numbers of one block are of one stratum; without a block, those of
 * one country are.
 *
 * @param numbers in the file's order, each once
 */
public record NumberInventory(List<Line> numbers) {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final String UNKNOWN_REGION = "ZZ";

    /**
     * A number.
     *
     * @param e164 with leading plus
     * @param countryCode calling code
     * @param region ISO 3166 country
     * @param block name of its block
     */
    public record Line(String e164, int countryCode, String region, String block) {}

    public NumberInventory {
        numbers = List.copyOf(numbers);
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it can't be read
     * @throws FaultyInventory with every fault in it
     */
    public static NumberInventory read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return read(in, file.toString());
        }
    }

    /** The numbers of the sample: reserved for fiction, nobody can be called on them. */
    public static NumberInventory sample() {
        try (Reader in = SeedData.open("numbers.csv")) {
            return read(in, "seed-data/numbers.csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NumberInventory read(Reader in, String name) throws IOException {
        List<Line> lines = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<String, Long> seen = new HashMap<>();
        boolean first = true;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(in);
                Stream<CsvRecord> records = reader.stream()) {
            for (CsvRecord record : (Iterable<CsvRecord>) records::iterator) {
                String number = record.getField(0).replace("\uFEFF", "").strip();
                boolean header = first && number.toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9 _.]*");
                first = false;
                if (header || (number.isEmpty() && record.getFieldCount() == 1)) {
                    continue;
                }
                long at = record.getStartingLineNumber();
                Long before = seen.putIfAbsent(number, at);
                String fault = before != null ? "is on line " + before + " already" : fault(number);
                if (fault != null) {
                    faults.add("line " + at + ": \"" + shown(number) + "\" " + fault);
                    continue;
                }
                lines.add(line(
                        number, record.getFieldCount() > 1 ? record.getField(1).strip() : ""));
            }
        }
        if (lines.isEmpty() && faults.isEmpty()) {
            faults.add("there is no number in it");
        }
        if (!faults.isEmpty()) {
            throw new FaultyInventory(name, faults);
        }
        return new NumberInventory(lines);
    }

    private static @Nullable String fault(String number) {
        if (!number.matches("\\+[1-9][0-9]{6,14}")) {
            return "is not E.164: expected a plus and 7 to 15 digits without anything between them";
        }
        try {
            PhoneNumber parsed = PHONES.parse(number, null);
            if (!PHONES.isPossibleNumber(parsed)) {
                return "has not as many digits as numbers of +" + parsed.getCountryCode() + " have";
            }
            return UNKNOWN_REGION.equals(PHONES.getRegionCodeForCountryCode(parsed.getCountryCode()))
                    ? "has no known country code"
                    : null;
        } catch (NumberParseException e) {
            return "has no known country code";
        }
    }

    private static Line line(String e164, String block) {
        try {
            PhoneNumber parsed = PHONES.parse(e164, null);
            String exact = PHONES.getRegionCodeForNumber(parsed);
            String region = exact == null ? PHONES.getRegionCodeForCountryCode(parsed.getCountryCode()) : exact;
            return new Line(e164, parsed.getCountryCode(), region, block.isEmpty() ? region : block);
        } catch (NumberParseException e) {
            throw new IllegalStateException("checked before", e);
        }
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 40 ? plain.substring(0, 40) + "..." : plain;
    }
}
