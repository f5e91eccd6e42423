package io.millrace.connectors.jdbc.change;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads the envelope that change capture puts around a row. */
final class Envelope {
    private Envelope() {}

    /** Whether values of this schema are envelopes around rows. */
    static boolean isEnvelope(Schema schema) {
        return isStruct(schema)
                && schema.field("op") != null
                && schema.field("op").schema().type() == Schema.Type.STRING
                && schema.field("source") != null
                && (schema.field("after") != null || schema.field("before") != null);
    }

    /** Whether values of this schema are of change capture's own house: heartbeats, messages, schema changes. */
    static boolean isAboutCapture(Schema schema) {
        if (!isStruct(schema) || schema.name() == null) {
            return false;
        }
        return schema.name().endsWith(".Heartbeat")
                || schema.name().endsWith(".MessageValue")
                || schema.name().endsWith(".SchemaChangeValue")
                || (schema.field("op") != null && schema.field("message") != null && schema.field("source") != null);
    }

    /** A part of the envelope, or null when it is absent. */
    static Struct part(Struct envelope, String name) {
        Field field = envelope.schema().field(name);
        return field == null ? null : (Struct) envelope.getWithoutDefault(name);
    }

    private static boolean isStruct(Schema schema) {
        return schema != null && schema.type() == Schema.Type.STRUCT;
    }
}
