package io.millrace.connect.rest;

import io.millrace.connect.rest.trouble.OneTaskSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/**
 * A source that writes one record at each start, with the number after that of its offset. A file says in which order its
 * source partition has its keys, as {@code Map.of} would have them in another order in each JVM.
 */
public final class CountedSourceConnector extends OneTaskSource {
    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("order.file", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Keys by commas.")
                .define("topic", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to write.");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountedTask.class;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /** Counts its starts. */
    public static final class CountedTask extends SourceTask {
        private static final long PAUSE_MS = 50;

        private final Map<String, String> partition = new LinkedHashMap<>();
        private String topic;
        private long next;
        private boolean written;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            topic = props.get("topic");
            try {
                for (String key :
                        Files.readString(Path.of(props.get("order.file"))).split(",", -1)) {
                    partition.put(key, "of " + key);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, Object> offset = context.offsetStorageReader().offset(partition);
            next = offset == null ? 1 : ((Number) offset.get("count")).longValue() + 1;
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            if (written) {
                Thread.sleep(PAUSE_MS);
                return null;
            }
            written = true;
            return List.of(new SourceRecord(
                    partition, Map.of("count", next), topic, 0, Schema.STRING_SCHEMA, Long.toString(next)));
        }

        @Override
        public void stop() {
            // Holds nothing.
        }
    }
}
