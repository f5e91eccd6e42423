package io.millrace.broker.log;

import io.millrace.broker.log.segment.SegmentList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what an opening directory finds. Any thread may tell it. */
final class RecoveryFindings {
    private final List<String> setAside = new ArrayList<>();
    private final List<String> damaged = new ArrayList<>();
    private long validatedBytes;
    private long replayedBatches;
    private long cutBytes;

    synchronized void recovered(SegmentList.Recovered recovered) {
        validatedBytes += recovered.validatedBytes();
        cutBytes += recovered.cutBytes();
    }

    synchronized void replayed() {
        replayedBatches++;
    }

    synchronized void setAside(String name) {
        setAside.add(name);
    }

    synchronized void damaged(String line) {
        damaged.add(line);
    }

    synchronized boolean isUneventful() {
        return replayedBatches == 0 && validatedBytes == 0 && cutBytes == 0;
    }

    synchronized RecoveryReport report(boolean cleanStop, Collection<DiskPartitionLog> logs) {
        List<String> allDamage = new ArrayList<>(damaged);
        for (DiskPartitionLog log : logs) {
            if (log.parts().isRefused()) {
                allDamage.add(log.parts().identity + ": " + log.parts().damage());
            }
        }
        return new RecoveryReport(
                cleanStop, logs.size(), validatedBytes, replayedBatches, cutBytes, setAside, allDamage);
    }
}
