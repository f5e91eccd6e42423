package io.millrace.gateway.instances;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;

/** REST Proxy's refusals about consumers. */
final class InstanceProblems {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private InstanceProblems() {}

    static HttpProblemException notFound() {
        return new HttpProblemException(NOT_FOUND, 40403, "Consumer instance not found.");
    }

    static HttpProblemException stopping() {
        return HttpProblemException.passing(503, 503, "This gateway is stopping; ask another one");
    }

    static HttpProblemException formatMismatch() {
        return new HttpProblemException(
                406,
                40601,
                "The requested embedded data format does not match the deserializer for this consumer instance");
    }

    static HttpProblemException exists() {
        return new HttpProblemException(
                CONFLICT, 40902, "Consumer with specified consumer ID already exists in the specified consumer group.");
    }

    /** Of an instance that does not find one by itself, as its auto.offset.reset is none. */
    static HttpProblemException noPosition(InvalidOffsetException failure) {
        String partitions = failure.partitions().stream()
                .map(TopicPartition::toString)
                .sorted()
                .collect(Collectors.joining(", "));
        String why = failure instanceof NoOffsetForPartitionException
                ? "the group has committed no offset for " + partitions
                : "the position in " + partitions + " is out of range";
        return illegalState(why + ", and auto.offset.reset is none: set the position");
    }

    /** Of one that is about to get its place in the group, or to get it back. */
    static HttpProblemException notJoined() {
        return HttpProblemException.passing(
                503,
                KafkaProblems.KAFKA_RETRIABLE_ERROR,
                "The group is sharing out its partitions, and takes no offsets of this instance yet; try again");
    }

    /** Of one that was assigned its partitions by its client. */
    static HttpProblemException notAMember() {
        return illegalState("the group has members that subscribe, and takes offsets of no others:"
                + " subscribe as well, or use another group");
    }

    static HttpProblemException illegalState(String message) {
        return new HttpProblemException(CONFLICT, 40903, "Illegal state: " + message);
    }
}
