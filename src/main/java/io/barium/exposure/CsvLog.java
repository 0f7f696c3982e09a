package io.barium.exposure;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An access log as CSV (RFC 4180) with a header. */
final class CsvLog implements LogReader {
    private static final int MAX_FIELDS = 200;
    private static final int MAX_FIELD = 64 << 10;
    private static final int MAX_RECORD = 256 << 10;
    private static final int MAX_IGNORED = 20;

    private final CloseableIterator<CsvRecord> records;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Set<String> ignored = new TreeSet<>();
    private final int width;
    private long line = 1;

    /**
     * Reads the header.
     *
     * @param names column by field, where it is not called like the field
     * @throws IOException when there is no header, or it lacks a column
     */
    CsvLog(Reader in, Map<String, String> names) throws IOException {
        records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(false)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MAX_FIELDS)
                                .maxFieldSize(MAX_FIELD)
                                .maxRecordSize(MAX_RECORD)
                                .build(),
                        in)
                .iterator();
        List<String> header = header();
        this.width = header.size();
        for (String field : LogFields.NAMES) {
            String column = names.getOrDefault(field, field);
            int index = header.indexOf(column);
            if (index >= 0) {
                columns.put(field, index);
            } else if (names.containsKey(field)) {
                throw new IOException("line 1: expected a column \"" + column + "\" for " + field + ", found "
                        + String.join(", ", header));
            }
        }
        for (String needed : List.of(LogFields.AT, LogFields.ROW)) {
            if (!columns.containsKey(needed)) {
                throw new IOException("line 1: expected a header with a column \"" + needed + "\" (--column " + needed
                        + "=NAME), found " + String.join(", ", header));
            }
        }
        header.stream()
                .filter(h -> !columns.containsValue(header.indexOf(h)))
                .limit(MAX_IGNORED)
                .forEach(ignored::add);
    }

    private List<String> header() throws IOException {
        try {
            if (!records.hasNext()) {
                throw new IOException("line 1: expected a header, found nothing");
            }
            List<String> header = new ArrayList<>();
            records.next()
                    .getFields()
                    .forEach(f -> header.add(f.replace("\uFEFF", "").strip()));
            return header;
        } catch (CsvParseException e) {
            throw new IOException("line 1: expected a header of CSV", e);
        }
    }

    @Override
    public @Nullable LogRow next() throws IOException {
        CsvRecord record;
        try {
            if (!records.hasNext()) {
                return null;
            }
            record = records.next();
        } catch (CsvParseException e) {
            throw new IOException("behind line " + line + ": expected CSV", e);
        }
        line = record.getStartingLineNumber();
        if (record.getFieldCount() != width) {
            return new RowFault(line, LogFields.ROW, "expected " + width + " columns, found " + record.getFieldCount());
        }
        return LogFields.read(line, field -> {
            Integer column = columns.get(field);
            return column == null ? null : record.getField(column);
        });
    }

    @Override
    public Set<String> ignored() {
        return ignored;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
