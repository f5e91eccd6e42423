package io.millrace.broker.log;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that lie in two data directories. One of them without a byte of records, as a failed creation may leave it,
 * gives way to the other, and is kept aside if it may have had some; which of two with records is the right one only people
 * know.
 */
final class DoublePartitions {
    private static final Logger LOGGER = LoggerFactory.getLogger(DoublePartitions.class);

    /** What has most to lose comes first. */
    private static final Comparator<Found> BY_CONTENT = Comparator.<Found>comparingLong(
                    found -> found.log().sizeBytes())
            .thenComparingLong(found -> found.log().logEndOffset())
            .thenComparing(found -> !found.isNew())
            .reversed();

    private final List<LogDirectory> directories;

    DoublePartitions(List<LogDirectory> directories) {
        this.directories = directories;
    }

    private record Key(Uuid topicId, int partition) {}

    private record Found(LogDirectory directory, PartitionLog log) {
        /** Never had a record. A damaged log has none to show either, and may well have had them. */
        private boolean isNew() {
            return log.logEndOffset() == 0
                    && log instanceof DiskPartitionLog disk
                    && !disk.parts().isRefused();
        }

        private String folder() {
            return directory.path().resolve(log.topic() + "-" + log.partition()).toString();
        }
    }

    /** Throws {@link DirectoryRefusedException} when people have to decide; nothing is changed then. */
    void resolve() {
        if (directories.size() < 2) {
            return;
        }
        Map<Key, List<Found>> places = new LinkedHashMap<>();
        for (LogDirectory directory : directories) {
            for (PartitionLog log : directory.logs()) {
                places.computeIfAbsent(new Key(log.topicId(), log.partition()), key -> new ArrayList<>(1))
                        .add(new Found(directory, log));
            }
        }
        places.values().removeIf(found -> found.size() < 2);
        places.values().forEach(found -> found.sort(BY_CONTENT));
        places.values().forEach(DoublePartitions::requireOneWithRecords);
        places.values().forEach(DoublePartitions::keepFirst);
    }

    private static void requireOneWithRecords(List<Found> found) {
        if (found.get(1).log().sizeBytes() > 0) {
            throw new DirectoryRefusedException("a partition lies in two data directories: "
                    + found.get(0).folder() + " and " + found.get(1).folder()
                    + "; move one of the two folders away, and only one that holds nothing that the other lacks");
        }
    }

    private static void keepFirst(List<Found> found) {
        for (Found empty : found.subList(1, found.size())) {
            boolean isNew = empty.isNew();
            LOGGER.warn(
                    "folder of a partition without records {}, for it lies in another data directory folder={} kept={}",
                    isNew ? "removed" : "set aside",
                    empty.folder(),
                    found.get(0).folder());
            if (isNew) {
                empty.directory().delete(empty.log().topicId(), empty.log().partition());
            } else {
                empty.directory().setAside(empty.log().topicId(), empty.log().partition());
            }
        }
    }
}
