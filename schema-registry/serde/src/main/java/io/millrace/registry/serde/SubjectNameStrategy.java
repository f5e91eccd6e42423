package io.millrace.registry.serde;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/** Under which subject the schema of a topic's keys or values is registered. */
public enum SubjectNameStrategy {
    TOPIC_NAME("TopicNameStrategy"),
    /** What the registry associates with the topic, and the topic's name where it associates nothing. */
    ASSOCIATED_NAME("AssociatedNameStrategy"),
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
                key,
                written,
                "must be TopicNameStrategy, AssociatedNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }

    /** The subject that a topic's keys or values have by its name. */
    public static String ofTopic(String topic, boolean isKey) {
        return topic + (isKey ? "-key" : "-value");
    }

    /** Whether nobody knows the subject of a record before its schema. */
    boolean needsRecordName() {
        return this == RECORD_NAME || this == TOPIC_RECORD_NAME;
    }

    /** The subject, associations aside; the schema may be null where the name of its records does not matter. */
    public <S> String subject(String topic, boolean isKey, SchemaFormat<S> format, S schema) {
        return switch (this) {
            case TOPIC_NAME, ASSOCIATED_NAME -> ofTopic(topic, isKey);
            case RECORD_NAME -> recordName(format, schema);
            case TOPIC_RECORD_NAME -> topic + "-" + recordName(format, schema);
        };
    }

    private <S> String recordName(SchemaFormat<S> format, S schema) {
        if (schema == null) {
            throw new SerializationException(
                    className + " needs values that carry their schema, and this one has none");
        }
        return format.recordName(schema);
    }
}
