package io.barium.persona;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code seed-data/}, which travel in the jar. */
public final class SeedData {
    private SeedData() {}

    /** The records of a CSV file with a header. */
    public static List<NamedCsvRecord> csv(String name) {
        try (Reader in = open(name);
                CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(in);
                Stream<NamedCsvRecord> records = reader.stream()) {
            return records.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("seed-data/" + name, e);
        }
    }

    /** Values and weights of a CSV file: one column each. */
    public static Weighted<String> weighted(String name, String column) {
        Weighted.Builder<String> table = new Weighted.Builder<>();
        for (NamedCsvRecord record : csv(name)) {
            table.add(record.getField(column), Double.parseDouble(record.getField("weight")));
        }
        return table.build();
    }

    /** A file as UTF-8 text. */
    public static Reader open(String name) {
        InputStream in = SeedData.class.getResourceAsStream("/seed-data/" + name);
        if (in == null) {
            throw new IllegalStateException("seed-data/" + name + " is not in the jar");
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
