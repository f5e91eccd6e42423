package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.cluster.ConfigWriter;
import io.millrace.connect.worker.cluster.FailureTable;
import io.millrace.connect.worker.cluster.OffsetHistoryTable;
import io.millrace.connect.worker.cluster.Ownership;
import io.millrace.connect.worker.cluster.StatusTable;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.cluster.ViewTable;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.offsets.OffsetTable;

/** Everything that the workers of a cluster share, as this worker sees and writes it. */
public record ClusterTables(
        CompactedLog log,
        ViewTable views,
        StatusTable statuses,
        OffsetTable offsets,
        FailureTable failures,
        OffsetHistoryTable offsetHistory,
        ConfigWriter configs,
        StatusWriter statusWriter,
        Ownership ownership) {}
