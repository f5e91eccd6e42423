package io.millrace.broker.server.node;

import io.millrace.broker.coordinator.transaction.TransactionConfig;
import io.millrace.broker.server.api.topics.TopicCreation.TransactionsTopic;
import org.apache.kafka.common.config.ConfigException;

/**
 * Transactions and the topic that holds them.
 *
 * @param limits what the coordinator allows
 * @param topic how {@code __transaction_state} is made
 * @param verifies {@code transaction.partition.verification.enable}
 */
record TransactionSettings(TransactionConfig limits, TransactionsTopic topic, boolean verifies) {

    private static final int DEFAULT_SEGMENT_BYTES = 100 << 20;
    private static final String TWO_PHASE_COMMIT = "transaction.two.phase.commit.enable";

    static TransactionSettings from(PropertyReader properties) {
        TransactionConfig defaults = TransactionConfig.DEFAULTS;
        var limits = new TransactionConfig(
                properties.number("transaction.max.timeout.ms", defaults.maxTimeoutMs(), 1),
                properties.number(
                        "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                        (int) defaults.timeoutCheckIntervalMs(),
                        1),
                properties.number("transactional.id.expiration.ms", (int) defaults.idExpirationMs(), 1),
                properties.number(
                        "transaction.remove.expired.transaction.cleanup.interval.ms",
                        (int) defaults.idCheckIntervalMs(),
                        1),
                defaults.maxIds(),
                defaults.maxDecisionBytes());
        var topic = new TransactionsTopic(
                properties.number("transaction.state.log.num.partitions", 50, 1),
                OneNode.copies(properties, "transaction.state.log.replication.factor"),
                OneNode.copies(properties, "transaction.state.log.min.isr"),
                properties.number("transaction.state.log.segment.bytes", DEFAULT_SEGMENT_BYTES, 1 << 20));
        if (properties.flag(TWO_PHASE_COMMIT, false)) {
            throw new ConfigException(
                    TWO_PHASE_COMMIT, true, "two-phase commit is not built; set it to false or leave it out");
        }
        return new TransactionSettings(
                limits, topic, properties.flag("transaction.partition.verification.enable", true));
    }
}
