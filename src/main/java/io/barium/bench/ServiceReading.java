package io.barium.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the service and its database have used up so far, read at one moment. */
record ServiceReading(
        long cpuMicros,
        long databaseCpuMicros,
        double allocated,
        double rows,
        double commits,
        long resident,
        long most) {
    private static final double MEGABYTE = 1e6;

    static ServiceReading of(ServiceProcess service) throws IOException {
        long cpu = Proc.cpuMicros(service.pid());
        long databaseCpu = service.databaseCpuMicros();
        Map<String, Double> meters = service.metrics();
        return new ServiceReading(
                cpu,
                databaseCpu,
                meters.getOrDefault("barium_jvm_allocated_bytes", Double.NaN),
                meters.getOrDefault("barium_journal_rows_total", Double.NaN),
                meters.getOrDefault("barium_journal_commits_total", Double.NaN),
                Proc.memory(service.pid(), "VmRSS"),
                Proc.memory(service.pid(), "VmHWM"));
    }

    /** By request. */
    Map<String, Double> since(ServiceReading before, int requests) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("cpuMicros", (double) (cpuMicros - before.cpuMicros) / requests);
        metrics.put("databaseCpuMicros", (double) (databaseCpuMicros - before.databaseCpuMicros) / requests);
        metrics.put("allocatedBytes", (allocated - before.allocated) / requests);
        metrics.put("rowsPerCommit", (rows - before.rows) / (commits - before.commits));
        metrics.put("residentMegabytes", resident / MEGABYTE);
        metrics.put("mostResidentMegabytes", most / MEGABYTE);
        return metrics;
    }
}
