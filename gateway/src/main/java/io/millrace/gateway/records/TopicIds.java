package io.millrace.gateway.records;

import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SchemaId;
import java.util.Optional;

/**
 * What schema ids of a topic's records stand for. A registry gives ids in each of its contexts anew, and looks in the one of
 * the subject that is asked for with an id: so Kafka's deserializers say the subject of their topic, and so does this. Blocks.
 * Any thread.
 */
public final class TopicIds {
    private TopicIds() {}

    /** The same id where keys or values of this topic have theirs; it may ask the registry, once for a topic. */
    public static SchemaId of(RegistryClient<?> client, String topic, boolean isKey, SchemaId named) {
        return named.guid() == null ? named.in(subject(client, topic, isKey)) : named;
    }

    private static String subject(RegistryClient<?> client, String topic, boolean isKey) {
        Optional<String> associated;
        try {
            associated = client.associated(topic, isKey);
        } catch (RegistryException e) {
            if (e.isRetriable()) {
                throw e;
            }
            // The gateway may not know, or the registry cannot say: of most topics there is nothing to know.
            associated = Optional.empty();
        }
        return associated.orElse(topic + (isKey ? "-key" : "-value"));
    }
}
