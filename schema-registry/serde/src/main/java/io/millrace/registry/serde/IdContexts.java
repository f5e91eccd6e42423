package io.millrace.registry.serde;

import java.util.Map;
import java.util.Optional;

/**
 * Where readers look for the ids of records. An id counts in one context, and the schemas of a topic may be in another one
 * than the registry's address means: the subject that goes with a question says so, as with Confluent's deserializers. It is
 * the topic's, by its name or as the registry associates them; strategies by the names of records have none before the schema
 * is known. Any thread.
 */
public final class IdContexts {
    private final RegistryClient<?> client;
    private final boolean isKey;
    private final SubjectNameStrategy strategy;

    private IdContexts(RegistryClient<?> client, boolean isKey, SubjectNameStrategy strategy) {
        this.client = client;
        this.isKey = isKey;
        this.strategy = strategy;
    }

    /** By the strategy that keys or values are configured with. */
    public static IdContexts of(RegistryClient<?> client, Map<String, ?> configs, boolean isKey) {
        return new IdContexts(client, isKey, SubjectIdsConfig.strategy(configs, isKey));
    }

    /**
     * What a record of a topic names, in the context of the topic's schemas. It may ask the registry, once for a topic.
     *
     * @param topic null where nobody knows it; the context is then the one of the registry's address
     */
    public SchemaId find(String topic, SchemaId named) {
        if (topic == null || named.guid() != null || strategy.needsRecordName()) {
            return named;
        }
        return named.in(subject(topic));
    }

    private String subject(String topic) {
        Optional<String> associated =
                strategy == SubjectNameStrategy.ASSOCIATED_NAME ? client.associated(topic, isKey) : Optional.empty();
        return associated.orElseGet(() -> SubjectNameStrategy.ofTopic(topic, isKey));
    }
}
