package io.millrace.connect.rest.trouble;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Polls without a pause, as many records of as many bytes as it is told, into the topic of its own name. */
public final class FloodSource extends OneTaskSource {

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("poll.records", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "records of a poll")
                .define("record.bytes", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "bytes of a record");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
        return props.containsKey("transaction.boundary")
                ? ExactlyOnceSupport.SUPPORTED
                : ExactlyOnceSupport.UNSUPPORTED;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FloodTask.class;
    }

    /** Its only task. */
    public static final class FloodTask extends SourceTask {
        private Map<String, String> config;
        private long next;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            config = props;
        }

        @Override
        public List<SourceRecord> poll() {
            next++;
            SourceRecord record = new SourceRecord(
                    Map.of("only", "one"),
                    Map.of("next", next),
                    config.get("name"),
                    Schema.BYTES_SCHEMA,
                    new byte[Integer.parseInt(config.get("record.bytes"))]);
            return Collections.nCopies(Integer.parseInt(config.get("poll.records")), record);
        }

        @Override
        public void stop() {
            // Holds nothing.
        }
    }
}
