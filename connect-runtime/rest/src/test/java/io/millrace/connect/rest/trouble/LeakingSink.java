package io.millrace.connect.rest.trouble;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes no record, and from the first one on fails wherever the worker only logs it. */
public final class LeakingSink extends SinkConnector {

    private Map<String, String> config;

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return Leak.keys();
    }

    @Override
    public void start(Map<String, String> props) {
        config = props;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LeakingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public void stop() {
        // The source has shown what happens then.
    }

    /** Its only task. */
    public static final class LeakingTask extends SinkTask {
        private Map<String, String> config;
        private boolean triedOnce;
        private boolean askedOnce;

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            config = props;
        }

        @Override
        public void put(Collection<SinkRecord> records) {
            if (records.isEmpty()) {
                return;
            }
            if (!triedOnce) {
                triedOnce = true;
                throw new RetriableException(Leak.text(config), Leak.cause(config));
            }
            throw new DataException(Leak.text(config), Leak.cause(config));
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (triedOnce && !askedOnce) {
                askedOnce = true;
                throw Leak.failure(config);
            }
            return offsets;
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            if (askedOnce) {
                throw Leak.failure(config);
            }
        }

        @Override
        public void stop() {
            throw Leak.failure(config);
        }
    }
}
