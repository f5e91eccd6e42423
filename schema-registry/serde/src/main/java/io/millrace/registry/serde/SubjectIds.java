package io.millrace.registry.serde;

import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.RegistryClient.Versioned;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SerializationException;

/** Which id, and which schema, goes out with values of a schema on a topic. Any thread. */
public final class SubjectIds<S> {
    private static final int REASONS_MAX = 3;

    private final RegistryClient<S> client;
    private final SubjectIdsConfig config;
    private final boolean isKey;
    private final boolean latestMayChange;
    /** What was found compatible, so that it is compared once. */
    private final RecentMap<Pair<S>, Registered<S>> checked;

    private record Pair<S>(int id, S written) {}

    /** Adds the keys to a definition; returns it. */
    public static ConfigDef define(ConfigDef keys) {
        return SubjectIdsConfig.define(keys);
    }

    public SubjectIds(RegistryClient<S> client, Map<String, ?> configs, boolean isKey) {
        this.client = client;
        this.isKey = isKey;
        this.config = SubjectIdsConfig.of(configs, isKey);
        RegistryClientConfig registry = RegistryClientConfig.of(configs);
        this.checked = new RecentMap<>(registry.maxCachedSchemas());
        this.latestMayChange = !config.autoRegister()
                && config.schemaId() < 0
                && config.useLatest()
                && registry.latestMaxAge().isPresent();
    }

    /** Whether schemas are registered, or must be there. */
    public boolean registers() {
        return config.autoRegister();
    }

    /** Whether the schema that goes out is one of the registry's, whatever the value brings. */
    public boolean takesTheRegistrys() {
        return !config.autoRegister() && (config.schemaId() >= 0 || config.useLatest());
    }

    /** Whether what {@link #idFor} answers may be another version later, so that nobody else may keep it. */
    public boolean latestMayChange() {
        return latestMayChange;
    }

    /** Whether schemas are registered in their normal form. */
    public boolean normalizes() {
        return config.normalize();
    }

    /** The subject of a schema on a topic. */
    public String subject(String topic, S schema) {
        return config.strategy() == SubjectNameStrategy.ASSOCIATED_NAME
                ? client.associated(topic, isKey).orElseGet(() -> named(topic, schema))
                : named(topic, schema);
    }

    private String named(String topic, S schema) {
        return config.strategy().subject(topic, isKey, client.format(), schema);
    }

    /**
     * Finds the id, and registers the schema first where that is allowed.
     *
     * @param schema null if the value does not say, which only does where the registry's schema is written
     */
    public Registered<S> idFor(String topic, S schema) {
        if (schema == null && !takesTheRegistrys()) {
            throw new SerializationException("the value of topic " + topic + " carries no schema that could be"
                    + " registered or looked up; give it one, or set use.latest.version or use.schema.id with"
                    + " auto.register.schemas=false");
        }
        if (config.autoRegister()) {
            return new Registered<>(client.register(subject(topic, schema), schema, config.normalize()), schema);
        }
        if (config.schemaId() >= 0) {
            Registered<S> fixed = new Registered<>(config.schemaId(), client.writable(SchemaId.of(config.schemaId())));
            return config.idStrict() ? compatible(fixed, schema, "id.compatibility.strict") : fixed;
        }
        String subject = subject(topic, schema);
        if (config.useLatest()) {
            Versioned<S> found = client.latest(subject);
            Registered<S> latest = new Registered<>(found.id(), found.schema());
            return config.latestStrict() ? compatible(latest, schema, "latest.compatibility.strict") : latest;
        }
        return new Registered<>(client.lookUp(subject, schema, config.normalize()), schema);
    }

    private Registered<S> compatible(Registered<S> registrys, S schema, String key) {
        if (schema == null || registrys.schema().equals(schema)) {
            return registrys;
        }
        return checked.get(new Pair<>(registrys.id(), schema), pair -> {
            List<String> reasons = client.format().incompatibilities(registrys.schema(), schema);
            if (!reasons.isEmpty()) {
                throw new SerializationException("schema " + registrys.id()
                        + " of the registry does not take all that the value's schema allows, and " + key
                        + " is true: "
                        + String.join("; ", reasons.subList(0, Math.min(REASONS_MAX, reasons.size()))));
            }
            return registrys;
        });
    }
}
