package io.millrace.connect.rest.trouble;

import java.util.Collection;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkRecord;

/** Takes records and does nothing with them, until its trouble comes. */
public final class TroubledSink extends OneTaskSink {

    @Override
    public ConfigDef config() {
        return Trouble.keys();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TroubledSinkTask.class;
    }

    /** Its only task. */
    public static final class TroubledSinkTask extends OnlyTask {

        @Override
        public void put(Collection<SinkRecord> records) {
            if (!records.isEmpty()) {
                Trouble.in("put", started());
            }
        }

        @Override
        public void stop() {
            Trouble.in("task.stop", started());
        }
    }
}
