package io.millrace.broker.coordinator.shard;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/** What a client of the coordinator is told when the log refuses a record: words it knows for groups. */
final class AppendErrors {
    private static final Set<Errors> COMES_BACK = Collections.unmodifiableSet(EnumSet.of(
            Errors.UNKNOWN_TOPIC_OR_PARTITION,
            Errors.NOT_ENOUGH_REPLICAS,
            Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            Errors.REQUEST_TIMED_OUT));
    private static final Set<Errors> SOMEBODY_ELSE = Collections.unmodifiableSet(
            EnumSet.of(Errors.NOT_LEADER_OR_FOLLOWER, Errors.KAFKA_STORAGE_ERROR, Errors.FENCED_LEADER_EPOCH));
    private static final Set<Errors> TOO_LARGE = Collections.unmodifiableSet(
            EnumSet.of(Errors.MESSAGE_TOO_LARGE, Errors.RECORD_LIST_TOO_LARGE, Errors.INVALID_FETCH_SIZE));

    private AppendErrors() {}

    static Errors forGroups(Errors error) {
        if (COMES_BACK.contains(error)) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        if (SOMEBODY_ELSE.contains(error)) {
            return Errors.NOT_COORDINATOR;
        }
        return TOO_LARGE.contains(error) ? Errors.UNKNOWN_SERVER_ERROR : error;
    }

    /** A commit can be too large by its own fault, and the client can do something about that. */
    static Errors forCommits(Errors error) {
        return TOO_LARGE.contains(error) ? Errors.INVALID_COMMIT_OFFSET_SIZE : forGroups(error);
    }
}
