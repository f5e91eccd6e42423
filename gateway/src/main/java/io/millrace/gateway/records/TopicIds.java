package io.millrace.gateway.records;

import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SchemaId;
import io.millrace.registry.serde.SubjectNameStrategy;
import java.time.Duration;
import java.util.Optional;

/**
 * What schema ids of a topic's records stand for. A registry gives ids in each of its contexts anew, and looks in the one of
 * the subject that is asked for with an id: so Kafka's deserializers say the subject of their topic, and so does this. Blocks.
 * Any thread.
 */
public final class TopicIds {
    private static final int SUBJECTS_MAX = 10_000;
    /** After which a registry is asked again that did not say. */
    private static final Duration AGE_MAX = Duration.ofMinutes(1);

    private final RecentMap<Side, String> subjects =
            new RecentMap<>(SUBJECTS_MAX, Optional.of(AGE_MAX), System::nanoTime);

    private record Side(String topic, boolean isKey) {}

    /** The same id where keys or values of this topic have theirs; it may ask the registry, seldom more than once. */
    public SchemaId find(RegistryClient<?> client, String topic, boolean isKey, SchemaId named) {
        return named.guid() == null
                ? named.in(subjects.get(new Side(topic, isKey), side -> subject(client, side)))
                : named;
    }

    private static String subject(RegistryClient<?> client, Side side) {
        Optional<String> associated;
        try {
            associated = client.associated(side.topic(), side.isKey());
        } catch (RegistryException e) {
            if (e.isRetriable()) {
                throw e;
            }
            // The gateway may not know, or the registry cannot say: of most topics there is nothing to know.
            associated = Optional.empty();
        }
        return associated.orElse(SubjectNameStrategy.ofTopic(side.topic(), side.isKey()));
    }
}
