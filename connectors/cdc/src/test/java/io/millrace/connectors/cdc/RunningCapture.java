package io.millrace.connectors.cdc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Drives connector and task as a worker does, without one: polls, stores the offsets, then commits. */
final class RunningCapture implements AutoCloseable {

    private static final long PATIENCE_MS = 60_000;

    private final Map<Map<String, ?>, Map<String, ?>> offsets;
    private final SourceTask task;
    private final List<SourceRecord> seen = new ArrayList<>();

    private RunningCapture(SourceTask task, Map<Map<String, ?>, Map<String, ?>> offsets) {
        this.task = task;
        this.offsets = offsets;
    }

    /** Starts the only task; {@code offsets} outlives it, as the offset topic does. */
    static RunningCapture start(Map<String, String> settings, Map<Map<String, ?>, Map<String, ?>> offsets)
            throws ReflectiveOperationException {
        PostgresCdcSourceConnector connector = new PostgresCdcSourceConnector();
        connector.start(settings);
        Map<String, String> taskSettings = connector.taskConfigs(1).get(0);
        SourceTask task =
                (SourceTask) connector.taskClass().getDeclaredConstructor().newInstance();
        task.initialize(new Context(taskSettings, new Reader(offsets)));
        task.start(taskSettings);
        return new RunningCapture(task, offsets);
    }

    /** Polls until a record matches, and returns everything seen since the start. */
    List<SourceRecord> pollUntil(Predicate<SourceRecord> last) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (System.nanoTime() < deadline) {
            for (SourceRecord polled : pollOnce()) {
                if (last.test(polled)) {
                    return seen;
                }
            }
        }
        throw new AssertionError("not seen within " + PATIENCE_MS + " ms; topics so far: "
                + seen.stream().map(SourceRecord::topic).distinct().toList());
    }

    List<SourceRecord> pollOnce() throws InterruptedException {
        List<SourceRecord> polled = pollWithoutOffsets();
        for (SourceRecord next : polled) {
            offsets.put(next.sourcePartition(), next.sourceOffset());
            task.commitRecord(next, null);
        }
        task.commit();
        return polled;
    }

    /** As a worker does that is killed before it stores the offsets: the records are in the topics all the same. */
    List<SourceRecord> pollWithoutOffsets() throws InterruptedException {
        try {
            List<SourceRecord> polled = task.poll();
            if (polled == null) {
                return List.of();
            }
            seen.addAll(polled);
            return polled;
        } catch (RetriableException e) {
            // The worker asks again, too; the task starts itself anew.
            return List.of();
        }
    }

    @Override
    public void close() {
        task.stop();
    }

    private record Context(Map<String, String> configs, OffsetStorageReader offsetStorageReader)
            implements SourceTaskContext {

        @Override
        public PluginMetrics pluginMetrics() {
            return null;
        }
    }

    private record Reader(Map<Map<String, ?>, Map<String, ?>> offsets) implements OffsetStorageReader {

        @Override
        @SuppressWarnings("unchecked")
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return (Map<String, Object>) offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(java.util.Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offset(partition)));
            return found;
        }
    }
}
