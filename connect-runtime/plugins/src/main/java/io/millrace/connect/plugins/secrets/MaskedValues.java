package io.millrace.connect.plugins.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** Puts secrets back where a client returns the mask that it was shown, so that reading and writing back changes nothing. */
public final class MaskedValues {
    private MaskedValues() {}

    /** {@code stored} is the connector's present configuration, empty if there is none. */
    public static Map<String, String> restored(Map<String, String> written, Map<String, String> stored) {
        Map<String, String> restored = new LinkedHashMap<>();
        written.forEach((key, value) -> {
            if (!SecretKeys.HIDDEN.equals(value)) {
                restored.put(key, value);
                return;
            }
            if (stored.get(key) == null) {
                throw new ConfigException("The value of " + key + " is " + SecretKeys.HIDDEN
                        + ", which stands for a stored secret, and none is stored; write the secret itself or a"
                        + " reference to a config provider");
            }
            restored.put(key, stored.get(key));
        });
        return restored;
    }
}
