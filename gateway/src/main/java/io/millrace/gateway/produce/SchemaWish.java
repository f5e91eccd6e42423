package io.millrace.gateway.produce;

import io.millrace.registry.serde.SubjectNameStrategy;
import io.millrace.registry.serde.any.AnySchema;

/**
 * Which schema a client means for the keys or the values of a topic. What it does not say is null; at most one of id, version
 * and text is there, and at most one of subject and strategy. With none of the first three it is the latest one.
 *
 * @param type what the schema must be
 * @param message the full name of a message, where the schema is Protobuf's and its first one is not meant
 */
record SchemaWish(
        String topic,
        boolean isKey,
        AnySchema.Type type,
        String subject,
        SubjectNameStrategy strategy,
        Integer id,
        Integer version,
        String text,
        String message) {
    /** The schema of an id. */
    static SchemaWish ofId(String topic, boolean isKey, AnySchema.Type type, int id) {
        return new SchemaWish(topic, isKey, type, null, null, id, null, null, null);
    }

    /** A schema that is registered under the topic's subject, if it is not there yet. */
    static SchemaWish ofText(String topic, boolean isKey, AnySchema.Type type, String text) {
        return new SchemaWish(topic, isKey, type, null, null, null, null, text, null);
    }
}
