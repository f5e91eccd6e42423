package io.millrace.connectors.jdbc;

import io.debezium.connector.postgresql.PostgresConnector;
import io.millrace.connectors.testkit.InMemoryPluginMetrics;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.InMemoryTopics.Datum;
import io.millrace.testing.TestingPostgres;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** A real capture of a real database: Debezium's own task, whose records are appended to topics in memory. */
final class CapturedSource implements AutoCloseable {
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final InMemoryTopics topics;
    private final int partitionCount;
    private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
    private final SourceTask task;

    /** Captures every table of schema public of a database; the topic of table x is {@code shop.public.x}. */
    CapturedSource(TestingPostgres server, String database, InMemoryTopics topics, int partitionCount)
            throws ReflectiveOperationException {
        this.topics = topics;
        this.partitionCount = partitionCount;
        Map<String, String> settings = settings(server, database);
        PostgresConnector connector = new PostgresConnector();
        connector.start(settings);
        Map<String, String> taskSettings = connector.taskConfigs(1).get(0);
        this.task = (SourceTask) connector.taskClass().getDeclaredConstructor().newInstance();
        task.initialize(new Context(taskSettings, new Reader(offsets), new InMemoryPluginMetrics()));
        task.start(taskSettings);
    }

    /** Takes records until the table {@code marker} shows a row with this id. */
    void captureUntil(int markerId) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (System.nanoTime() < deadlineNs) {
            List<SourceRecord> polled = task.poll();
            boolean marked = false;
            for (SourceRecord next : polled == null ? List.<SourceRecord>of() : polled) {
                offsets.put(next.sourcePartition(), next.sourceOffset());
                task.commitRecord(next, null);
                marked |= append(next, markerId);
            }
            task.commit();
            if (marked) {
                return;
            }
        }
        throw new AssertionError("marker " + markerId + " was not captured in time");
    }

    @Override
    public void close() {
        task.stop();
    }

    private boolean append(SourceRecord captured, int markerId) {
        if (captured.topic().endsWith(".marker")) {
            return captured.key() != null && captured.key().toString().equals("Struct{id=" + markerId + "}");
        }
        if (captured.topic().startsWith("shop.public.")) {
            int partition =
                    captured.key() == null ? 0 : Math.floorMod(captured.key().hashCode(), partitionCount);
            topics.append(
                    captured.topic(),
                    partition,
                    new Datum(captured.keySchema(), captured.key()),
                    new Datum(captured.valueSchema(), captured.value()),
                    new ConnectHeaders(captured.headers()));
        }
        return false;
    }

    private static Map<String, String> settings(TestingPostgres server, String database) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("name", "capture");
        settings.put("connector.class", PostgresConnector.class.getName());
        settings.put("database.hostname", server.host());
        settings.put("database.port", Integer.toString(server.port()));
        settings.put("database.user", server.user());
        settings.put("database.password", server.password());
        settings.put("database.dbname", database);
        settings.put("topic.prefix", "shop");
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", "slot_" + database);
        settings.put("publication.name", "publication_" + database);
        settings.put("schema.include.list", "public");
        settings.put("decimal.handling.mode", "string");
        settings.put("interval.handling.mode", "string");
        settings.put("time.precision.mode", "microseconds");
        settings.put("column.propagate.source.type", ".*");
        settings.put("skipped.operations", "none");
        settings.put("provide.transaction.metadata", "true");
        settings.put("extended.headers.enabled", "false");
        settings.put("poll.interval.ms", "20");
        settings.put("slot.drop.on.stop", "true");
        return settings;
    }

    private record Context(
            Map<String, String> configs, OffsetStorageReader offsetStorageReader, PluginMetrics pluginMetrics)
            implements SourceTaskContext {}

    private record Reader(Map<Map<String, ?>, Map<String, ?>> offsets) implements OffsetStorageReader {
        @Override
        @SuppressWarnings("unchecked")
        public <T> Map<String, Object> offset(Map<String, T> partition) {
            return (Map<String, Object>) offsets.get(partition);
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, offset(partition)));
            return found;
        }
    }
}
