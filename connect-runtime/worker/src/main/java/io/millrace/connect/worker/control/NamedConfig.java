package io.millrace.connect.worker.control;

import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of a connector says its name. */
public final class NamedConfig {

    private NamedConfig() {}

    /** Adds the name; refuses a configuration that says another one. */
    public static Map<String, String> of(String connector, Map<String, String> config) {
        String inside = config.get("name");
        if (inside != null && !inside.equals(connector)) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "Connector name configuration (" + inside + ") doesn't match connector name in the URL ("
                            + connector + ")");
        }
        Map<String, String> named = new LinkedHashMap<>(config);
        named.put("name", connector);
        return named;
    }
}
