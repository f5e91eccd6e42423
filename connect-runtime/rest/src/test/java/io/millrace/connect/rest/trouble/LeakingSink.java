package io.millrace.connect.rest.trouble;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Takes no record, and from the first one on fails wherever the worker only logs it. */
public final class LeakingSink extends OneTaskSink {

    @Override
    public ConfigDef config() {
        return Leak.keys();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return LeakingTask.class;
    }

    /** Its only task. */
    public static final class LeakingTask extends OnlyTask {
        private boolean triedOnce;
        private boolean askedOnce;

        @Override
        public void put(Collection<SinkRecord> records) {
            if (records.isEmpty()) {
                return;
            }
            if (!triedOnce) {
                triedOnce = true;
                throw new RetriableException(Leak.text(started()), Leak.cause(started()));
            }
            throw new DataException(Leak.text(started()), Leak.cause(started()));
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (triedOnce && !askedOnce) {
                askedOnce = true;
                throw Leak.failure(started());
            }
            return offsets;
        }

        @Override
        public void close(Collection<TopicPartition> partitions) {
            if (askedOnce) {
                throw Leak.failure(started());
            }
        }

        @Override
        public void stop() {
            throw Leak.failure(started());
        }
    }
}
