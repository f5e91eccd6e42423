package io.millrace.registry.serde;

import io.millrace.registry.serde.RegistryClient.Registered;
import java.util.Map;
import org.apache.avro.Schema;

/** Which id, and which schema, goes out with values of a schema on a topic. */
public final class SubjectIds {
    private final RegistryClient client;
    private final SubjectNameStrategy strategy;
    private final boolean isKey;
    private final boolean autoRegister;
    private final boolean useLatest;

    public SubjectIds(RegistryClient client, Map<String, ?> configs, boolean isKey) {
        this.client = client;
        this.isKey = isKey;
        String key = (isKey ? "key" : "value") + ".subject.name.strategy";
        this.strategy = SubjectNameStrategy.find(key, RegistryClientConfig.text(configs, key, "TopicNameStrategy"));
        this.autoRegister = RegistryClientConfig.flag(configs, "auto.register.schemas", true);
        this.useLatest = RegistryClientConfig.flag(configs, "use.latest.version", false);
    }

    /** Finds the id, and registers the schema first where that is allowed. */
    public Registered idFor(String topic, Schema schema) {
        String subject = strategy.subject(topic, isKey, schema);
        if (autoRegister) {
            return new Registered(client.register(subject, schema), schema);
        }
        return useLatest ? client.latest(subject) : new Registered(client.lookUp(subject, schema), schema);
    }
}
