package io.millrace.connectors.jdbc.config;

import java.util.Locale;

/** How a row that a record carries reaches its table. */
public enum InsertMode {
    /** Every record is a new row. */
    INSERT,
    /** A record replaces the row of its key. */
    UPSERT,
    /** A record changes the row of its key if there is one. */
    UPDATE;

    static InsertMode parse(String text) {
        return valueOf(text.trim().toUpperCase(Locale.ROOT));
    }
}
