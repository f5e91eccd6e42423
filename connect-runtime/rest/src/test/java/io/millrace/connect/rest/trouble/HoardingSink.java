package io.millrace.connect.rest.trouble;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.connector.Task;

/** Takes records and lets none of them be committed until it is told to. */
public final class HoardingSink extends OneTaskSink {

    private static volatile boolean lettingGo;

    /** From now on everything may be committed. */
    public static void letGo() {
        lettingGo = true;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HoardingTask.class;
    }

    /** Its only task. */
    public static final class HoardingTask extends OnlyTask {

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            return lettingGo ? offsets : Map.of();
        }
    }
}
