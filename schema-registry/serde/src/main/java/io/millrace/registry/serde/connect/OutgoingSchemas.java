package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.RecentMap;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.SubjectIds;
import io.millrace.registry.serde.WireFormat;
import java.util.Objects;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;

/**
 * What goes out with the values of a schema on a topic. Records of one kind mostly share one instance of their schema,
 * and to know that again costs nothing; equal schemas are found by comparing them. One thread.
 */
final class OutgoingSchemas {
    /** A power of two. */
    private static final int SLOTS = 64;

    private final AvroMapping mapping;
    private final SubjectIds<org.apache.avro.Schema> ids;
    private final RecentMap<Key, Outgoing> known;
    /** The newest one of the instances that share a slot. */
    private final Recent[] recent = new Recent[SLOTS];

    OutgoingSchemas(int maxCachedSchemas, AvroMapping mapping, SubjectIds<org.apache.avro.Schema> ids) {
        this.mapping = mapping;
        this.ids = ids;
        this.known = new RecentMap<>(maxCachedSchemas);
    }

    /** {@code id} is that of the schema that goes out where that may change, and 0 elsewhere. */
    private record Key(String topic, Schema schema, int id) {}

    private record Recent(String topic, Schema instance, Outgoing outgoing) {}

    /** What is the same for all values of one schema on one topic. */
    static final class Outgoing {
        private final WritePlan plan;
        private final byte[] header;
        private final Translation translation;

        private Outgoing(WritePlan plan, Registered<org.apache.avro.Schema> registered) {
            boolean own = registered.schema().equals(plan.avro());
            this.plan = plan;
            this.header = WireFormat.header(registered.id());
            this.translation = own ? null : new Translation(plan.avro(), registered);
        }

        WritePlan plan() {
            return plan;
        }

        /** Not to be changed. */
        byte[] header() {
            return header;
        }

        /** Null if the schema that is registered is the plan's own. */
        Translation translation() {
            return translation;
        }
    }

    Outgoing find(String topic, Schema schema) {
        if (ids.latestMayChange()) {
            return latest(topic, schema == null ? null : schema.schema());
        }
        if (schema == null || schema.getClass() != ConnectSchema.class) {
            // A builder may be another schema at the next record: it counts as what it is now.
            return byValue(topic, schema == null ? null : schema.schema());
        }
        int slot = (System.identityHashCode(schema) ^ Objects.hashCode(topic)) & (SLOTS - 1);
        Recent last = recent[slot];
        if (last == null || last.instance() != schema || !Objects.equals(last.topic(), topic)) {
            last = new Recent(topic, schema, byValue(topic, schema));
            recent[slot] = last;
        }
        return last.outgoing();
    }

    private Outgoing byValue(String topic, Schema schema) {
        return known.get(new Key(topic, schema, 0), this::prepare);
    }

    /** How long a version is the latest one is for the registry's client to say. */
    private Outgoing latest(String topic, Schema schema) {
        WritePlan plan = mapping.writePlan(schema);
        Registered<org.apache.avro.Schema> now = ids.idFor(topic, plan.avro());
        return known.get(new Key(topic, schema, now.id()), key -> new Outgoing(plan, now));
    }

    private Outgoing prepare(Key key) {
        WritePlan plan = mapping.writePlan(key.schema());
        return new Outgoing(plan, ids.idFor(key.topic(), plan.avro()));
    }
}
