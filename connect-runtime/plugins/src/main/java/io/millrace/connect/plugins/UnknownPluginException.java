package io.millrace.connect.plugins;

import org.apache.kafka.common.config.ConfigException;

/** No plugin answers to a name, or none of that name has a wanted version; the message says what there is. */
public final class UnknownPluginException extends ConfigException {
    private static final long serialVersionUID = 1L;

    private final boolean versionUnknown;

    UnknownPluginException(String message, boolean versionUnknown) {
        super(message);
        this.versionUnknown = versionUnknown;
    }

    /** True if the name is known and only the version is not. */
    public boolean versionUnknown() {
        return versionUnknown;
    }
}
