package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.FailureCodec;
import io.millrace.connect.worker.log.LogListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What failed, of all connectors and tasks of the cluster. It outlives workers and moves with the work, so that a
 * budget of restarts does. Read by any thread.
 */
public final class FailureTable implements LogListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(FailureTable.class);

    private final String topic;
    private final Map<Instance, FailureHistory> histories = new ConcurrentHashMap<>();

    /** {@code topic} is the one whose records this hears. */
    public FailureTable(String topic) {
        this.topic = topic;
    }

    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        FailureCodec.instance(entry.key()).ifPresent(instance -> {
            if (entry.value() == null) {
                histories.remove(instance);
            } else {
                histories.put(instance, FailureCodec.read(entry.value()));
            }
        });
    }

    public FailureHistory of(Instance instance) {
        return histories.getOrDefault(instance, FailureHistory.NONE);
    }

    /** The connector itself and its tasks, those that exist no more included, as far as they failed. */
    public List<Instance> failed(String connector) {
        return histories.keySet().stream()
                .filter(instance -> instance.connector().equals(connector))
                .toList();
    }

    /** Replaces a history, here at once and for all others by the topic. */
    public void write(CompactedLog log, Instance instance, FailureHistory history) {
        histories.put(instance, history);
        append(log, instance, FailureCodec.write(history));
    }

    /** Forgets the failures of a connector and of its tasks. */
    public void forget(CompactedLog log, String connector) {
        for (Instance instance : failed(connector)) {
            histories.remove(instance);
            append(log, instance, null);
        }
    }

    private void append(CompactedLog log, Instance instance, byte[] value) {
        log.append(topic, FailureCodec.key(instance), value).exceptionally(failure -> {
            LOGGER.error("failure not written instance={}", instance, failure);
            return null;
        });
    }
}
