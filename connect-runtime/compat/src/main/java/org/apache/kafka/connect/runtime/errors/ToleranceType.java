package org.apache.kafka.connect.runtime.errors;

import java.util.Locale;

/** Whether records that fail are skipped. */
public enum ToleranceType {
    NONE,
    ALL;

    /** The spelling of configurations. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
