package io.millrace.connect.plugins;

import org.apache.kafka.common.config.ConfigException;

/** No plugin answers to a name; the message names the nearest ones that do. */
public final class UnknownPluginException extends ConfigException {
    private static final long serialVersionUID = 1L;

    UnknownPluginException(String message) {
        super(message);
    }
}
