package io.millrace.broker.coordinator.classic;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.protocol.types.SchemaException;
import org.apache.kafka.common.utils.Bytes;

/** Which topics the members of a consumer group read. Other kinds of groups keep their subscriptions to themselves. */
public final class SubscribedTopics {
    private SubscribedTopics() {}

    /** Empty when that can not be known. */
    public static Optional<Set<String>> of(ClassicGroup group) {
        if (!group.protocolType().equals(ConsumerProtocol.PROTOCOL_TYPE)
                || group.protocol().isEmpty()) {
            return Optional.empty();
        }
        Set<String> topics = new LinkedHashSet<>();
        for (ClassicMember member : group.members()) {
            Optional<Bytes> metadata = member.terms().metadata(group.protocol().get());
            if (metadata.isEmpty() || !addTopics(metadata.get(), topics)) {
                return Optional.empty();
            }
        }
        return Optional.of(topics);
    }

    private static boolean addTopics(Bytes metadata, Set<String> topics) {
        try {
            topics.addAll(ConsumerProtocol.deserializeSubscription(ByteBuffer.wrap(metadata.get()))
                    .topics());
            return true;
        } catch (SchemaException | BufferUnderflowException | IllegalArgumentException e) {
            // A client may call its type "consumer" and write what it likes: then nothing is known.
            return false;
        }
    }
}
