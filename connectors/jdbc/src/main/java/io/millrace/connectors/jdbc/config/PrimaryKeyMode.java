package io.millrace.connectors.jdbc.config;

import java.util.Locale;

/** Where the primary key of a row comes from. */
public enum PrimaryKeyMode {
    /** Rows have no key: every record is appended. */
    NONE,
    /** Topic, partition and offset of the record. */
    KAFKA,
    /** The record's key: one primitive or the fields of a struct. */
    RECORD_KEY,
    /** Fields of the record's value. */
    RECORD_VALUE,
    /** Headers of the record. */
    RECORD_HEADER;

    static PrimaryKeyMode parse(String text) {
        return valueOf(text.trim().toUpperCase(Locale.ROOT));
    }
}
