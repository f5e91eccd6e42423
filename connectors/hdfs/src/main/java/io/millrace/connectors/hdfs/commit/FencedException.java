package io.millrace.connectors.hdfs.commit;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** Another task has taken the partition over; what this one has written since does not count. */
public final class FencedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    FencedException(Territory territory, TopicPartition partition) {
        super("another task has taken over " + partition + " below "
                + territory.layout().root() + "; what this one has not committed is discarded");
    }
}
