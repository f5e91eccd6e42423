package org.apache.kafka.connect.runtime.errors;

/** The step of a pipeline in which a record is, or was when it failed. */
public enum Stage {
    TASK_POLL,
    TASK_PUT,
    TRANSFORMATION,
    KEY_CONVERTER,
    VALUE_CONVERTER,
    HEADER_CONVERTER,
    KAFKA_PRODUCE,
    KAFKA_CONSUME
}
