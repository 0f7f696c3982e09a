package io.barium.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of rows of an access log.
 *
 * @param rows how many there were
 * @param planted of them, accesses to planted rows
 * @param stored exposures that were new; an access gives one to each origin that it names
 * @param known exposures that were there already
 * @param unknown accesses to rows that are not planted, such as real customers'
 * @param unknownRows keys of the first of these rows
 * @param faulty rows that were not taken
 * @param faults the first of these
 */
public record ImportReport(
        long rows,
        long planted,
        long stored,
        long known,
        long unknown,
        List<String> unknownRows,
        long faulty,
        List<RowFault> faults) {
    /** So many keys of unknown rows are listed. */
    static final int MAX_UNKNOWN = 20;
    /** So many faults are listed. */
    static final int MAX_FAULTS = 100;
    /** Of no rows. */
    public static final ImportReport NOTHING = new ImportReport(0, 0, 0, 0, 0, List.of(), 0, List.of());

    public ImportReport {
        unknownRows = List.copyOf(unknownRows);
        faults = List.copyOf(faults);
    }

    /** Of these rows and of more. */
    public ImportReport plus(ImportReport more) {
        return new ImportReport(
                rows + more.rows,
                planted + more.planted,
                stored + more.stored,
                known + more.known,
                unknown + more.unknown,
                joined(unknownRows, more.unknownRows),
                faulty + more.faulty,
                faults.size() == MAX_FAULTS ? faults : first(faults, more.faults));
    }

    private static List<RowFault> first(List<RowFault> some, List<RowFault> more) {
        List<RowFault> all = new ArrayList<>(some);
        all.addAll(more);
        return all.subList(0, Math.min(all.size(), MAX_FAULTS));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        if (some.size() == MAX_UNKNOWN || more.isEmpty()) {
            return some;
        }
        Set<String> all = new TreeSet<>(some);
        for (String row : more) {
            if (all.size() < MAX_UNKNOWN) {
                all.add(row);
            }
        }
        return List.copyOf(all);
    }
}
