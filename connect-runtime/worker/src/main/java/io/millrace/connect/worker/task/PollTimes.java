package io.millrace.connect.worker.task;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How often a sink's consumer must be polled to stay in its group, and who looks after that.
 *
 * @param timer the worker's; what runs on it is quick
 */
record PollTimes(long maxPollIntervalMs, ScheduledExecutorService timer) {

    private static final long LOOK_MAX_MS = 1_000;

    /** {@code consumer} is the consumer's configuration; what it leaves out is the client's own default. */
    static PollTimes of(Map<String, Object> consumer, ScheduledExecutorService timer) {
        Object configured = consumer.getOrDefault(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                ConsumerConfig.configDef().defaultValues().get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG));
        return new PollTimes(Long.parseLong(String.valueOf(configured).strip()), timer);
    }

    /** The interval at which to look whether a call into the plugin lasts. */
    long lookMs() {
        return Math.max(1, Math.min(LOOK_MAX_MS, maxPollIntervalMs / 8));
    }

    /** How long a rebalance may wait for the task; the group waits for as long as the members have between polls. */
    long rebalanceMs() {
        return maxPollIntervalMs * 3 / 4;
    }
}
