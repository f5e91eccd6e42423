package io.millrace.registry.serde;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/** Under which subject the schema of a topic's keys or values is registered. */
public enum SubjectNameStrategy {
    TOPIC_NAME("TopicNameStrategy"),
    RECORD_NAME("RecordNameStrategy"),
    TOPIC_RECORD_NAME("TopicRecordNameStrategy");

    private final String className;

    SubjectNameStrategy(String className) {
        this.className = className;
    }

    /** Finds a strategy by the class name that people's configs carry; the class itself is never loaded. */
    static SubjectNameStrategy find(String key, String written) {
        String simple = written.substring(written.lastIndexOf('.') + 1);
        for (SubjectNameStrategy strategy : values()) {
            if (strategy.className.equals(simple)) {
                return strategy;
            }
        }
        throw new ConfigException(
                key, written, "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }

    /** The subject. */
    public String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC_NAME -> topic + (isKey ? "-key" : "-value");
            case RECORD_NAME -> recordName(schema);
            case TOPIC_RECORD_NAME -> topic + "-" + recordName(schema);
        };
    }

    private String recordName(Schema schema) {
        Schema named = schema;
        if (schema.getType() == Schema.Type.UNION) {
            named = schema.getTypes().stream()
                    .filter(branch -> branch.getType() == Schema.Type.RECORD)
                    .findFirst()
                    .orElse(schema);
        }
        if (named.getType() != Schema.Type.RECORD) {
            throw new SerializationException(
                    className + " needs records, but the schema is of type " + schema.getType());
        }
        return named.getFullName();
    }
}
