package io.millrace.registry.serde;

import java.util.Map;

/**
 * Where readers look for the ids of records. An id counts in one context, and a topic may be associated with a subject of
 * another one than the registry's address means: with {@code AssociatedNameStrategy} its writers use the ids of that. Any
 * thread.
 */
public final class IdContexts {
    private final RegistryClient<?> client;
    private final boolean isKey;
    private final boolean associated;

    private IdContexts(RegistryClient<?> client, boolean isKey, boolean associated) {
        this.client = client;
        this.isKey = isKey;
        this.associated = associated;
    }

    /** By the strategy that keys or values are configured with. */
    public static IdContexts of(RegistryClient<?> client, Map<String, ?> configs, boolean isKey) {
        return new IdContexts(
                client, isKey, SubjectIdsConfig.strategy(configs, isKey) == SubjectNameStrategy.ASSOCIATED_NAME);
    }

    /** What a record of a topic names, in the context of the topic's schemas. It may ask the registry, once for a topic. */
    public SchemaId find(String topic, SchemaId named) {
        if (!associated || named.guid() != null) {
            return named;
        }
        return client.associated(topic, isKey)
                .filter(subject -> subject.startsWith(ReferencedTexts.CONTEXT_START))
                .map(named::in)
                .orElse(named);
    }
}
