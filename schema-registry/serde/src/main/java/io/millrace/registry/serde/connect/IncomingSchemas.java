package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.SchemaId;
import org.apache.avro.Schema;

/** What the schemas of the payloads that come in mean, by their ids. One thread. */
final class IncomingSchemas {
    /** A power of two. */
    private static final int SLOTS = 64;

    private final RegistryClient<Schema> client;
    private final AvroMapping mapping;
    /** The newest one of the ids that share a slot. */
    private final Incoming[] recent = new Incoming[SLOTS];

    IncomingSchemas(RegistryClient<Schema> client, AvroMapping mapping) {
        this.client = client;
        this.mapping = mapping;
    }

    /** A schema under its id, and how its values are read. */
    record Incoming(SchemaId id, Schema avro, ReadPlan plan) {}

    Incoming find(SchemaId id) {
        int slot = (id.guid() == null ? id.id() : id.guid().hashCode()) & (SLOTS - 1);
        Incoming known = recent[slot];
        if (known == null || !known.id().equals(id)) {
            Schema avro = client.schema(id);
            known = new Incoming(id, avro, mapping.readPlan(avro));
            recent[slot] = known;
        }
        return known;
    }
}
