package io.millrace.connectors.jdbc.config;

import java.util.Locale;

/** Where the sink keeps how far it is. */
public enum Delivery {
    /** Offsets are rows of the target, written in the transaction of the data. */
    EXACTLY_ONCE,
    /** Offsets are those of the consumer group; a restart may apply records again. */
    AT_LEAST_ONCE;

    static Delivery parse(String text) {
        return valueOf(text.trim().toUpperCase(Locale.ROOT));
    }
}
