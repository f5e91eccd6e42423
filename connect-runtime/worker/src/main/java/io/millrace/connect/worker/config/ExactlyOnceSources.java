package io.millrace.connect.worker.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which source tasks write in transactions: {@code exactly.once.source.support} (KIP-618). */
public enum ExactlyOnceSources {
    /** None. */
    DISABLED,
    /** None; a stock cluster passes through this on its way to {@link #ENABLED}, our workers need no such step. */
    PREPARING,
    /** Those whose connector says that it supports it, on a cluster that lets the worker have transactions. */
    AUTO,
    /** All. */
    ENABLED;

    /** The key of the worker's properties. */
    static final String KEY = "exactly.once.source.support";

    static List<String> names() {
        return Arrays.stream(values()).map(ExactlyOnceSources::toString).toList();
    }

    static ExactlyOnceSources parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
