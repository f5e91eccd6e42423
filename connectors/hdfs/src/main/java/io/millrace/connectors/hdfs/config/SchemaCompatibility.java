package io.millrace.connectors.hdfs.config;

/** What may go into the open file although its schema is another version. */
public enum SchemaCompatibility {
    NONE,
    BACKWARD,
    FORWARD,
    FULL
}
