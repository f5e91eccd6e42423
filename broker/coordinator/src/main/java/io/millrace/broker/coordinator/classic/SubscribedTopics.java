package io.millrace.broker.coordinator.classic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * Which topics the members of a consumer group read. Other kinds of groups keep their subscriptions to themselves, and a
 * client may call its type "consumer" and write what it likes: then nothing is known, and nothing breaks.
 */
public final class SubscribedTopics {
    private static final String CONSUMER = "consumer";

    private SubscribedTopics() {}

    /** Empty when that can not be known. */
    public static Optional<Set<String>> of(ClassicGroup group) {
        if (!group.protocolType().equals(CONSUMER) || group.protocol().isEmpty()) {
            return Optional.empty();
        }
        Set<String> topics = new LinkedHashSet<>();
        for (ClassicMember member : group.members()) {
            Optional<Bytes> metadata = member.terms().metadata(group.protocol().get());
            if (metadata.isEmpty() || !addTopics(ByteBuffer.wrap(metadata.get().get()), topics)) {
                return Optional.empty();
            }
        }
        return Optional.of(topics);
    }

    /** All versions of a subscription begin with the version and the topics. False when these bytes do not. */
    private static boolean addTopics(ByteBuffer subscription, Set<String> topics) {
        if (subscription.remaining() < Short.BYTES + Integer.BYTES) {
            return false;
        }
        subscription.getShort();
        int count = subscription.getInt();
        for (int index = 0; index < count; index++) {
            int length = subscription.remaining() < Short.BYTES ? -1 : subscription.getShort();
            if (length < 0 || length > subscription.remaining()) {
                return false;
            }
            byte[] name = new byte[length];
            subscription.get(name);
            topics.add(new String(name, StandardCharsets.UTF_8));
        }
        return count >= 0;
    }
}
