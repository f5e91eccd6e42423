package io.millrace.broker.coordinator.transaction;

import org.apache.kafka.common.protocol.Errors;

/** What a client of the coordinator is told when the log refuses a record: words it knows for transactions. */
final class LogErrors {

    private LogErrors() {}

    static Errors of(Errors error) {
        return switch (error) {
            case UNKNOWN_TOPIC_OR_PARTITION, NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT ->
                Errors.COORDINATOR_NOT_AVAILABLE;
            case NOT_LEADER_OR_FOLLOWER, KAFKA_STORAGE_ERROR, FENCED_LEADER_EPOCH, NOT_COORDINATOR ->
                Errors.NOT_COORDINATOR;
            default -> Errors.UNKNOWN_SERVER_ERROR;
        };
    }
}
