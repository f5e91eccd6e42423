package io.millrace.connect.rest.trouble;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Writes one record to the topic of its own name, and fails wherever the worker only logs it. */
public final class LeakingSource extends OneTaskSource {

    @Override
    public ConfigDef config() {
        return Leak.keys();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LeakingTask.class;
    }

    @Override
    public void stop() {
        throw Leak.failure(started());
    }

    /** Its only task. */
    public static final class LeakingTask extends SourceTask {
        private static final long PAUSE_MS = 20;

        private Map<String, String> config;
        private int polls;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            config = props;
            if (Leak.in("start", config)) {
                throw Leak.failure(config);
            }
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            polls++;
            if (polls == 1) {
                throw new RetriableException(Leak.text(config), Leak.cause(config));
            }
            if (polls == 2) {
                return List.of(new SourceRecord(
                        Map.of("only", "one"), Map.of("next", 1L), config.get("name"), Schema.STRING_SCHEMA, "v"));
            }
            Thread.sleep(PAUSE_MS);
            return null;
        }

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            throw Leak.failure(config);
        }

        @Override
        public void commit() {
            throw Leak.failure(config);
        }

        @Override
        public void stop() {
            throw Leak.failure(config);
        }
    }
}
