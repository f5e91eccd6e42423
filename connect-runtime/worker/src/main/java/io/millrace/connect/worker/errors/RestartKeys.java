package io.millrace.connect.worker.errors;

import io.millrace.connect.plan.restart.RestartPolicy;
import io.millrace.connect.plugins.config.ConnectorKeys;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code errors.restart.*} keys of a connector. */
public final class RestartKeys {

    private static final Logger LOGGER = LoggerFactory.getLogger(RestartKeys.class);

    private RestartKeys() {}

    /** Reads them; a configuration that came around validation and makes no sense gets the defaults. */
    public static RestartPolicy parse(Map<String, String> connectorConfig) {
        try {
            return policy(connectorConfig);
        } catch (ConfigException | IllegalArgumentException e) {
            LOGGER.warn("errors.restart.* make no sense, taking the defaults", e);
            return policy(Map.of());
        }
    }

    private static RestartPolicy policy(Map<String, String> config) {
        Map<String, Object> values = ConnectorKeys.restarts().parse(config);
        return new RestartPolicy(
                (Integer) values.get("errors.restart.max"),
                (Long) values.get("errors.restart.window.ms"),
                (Long) values.get("errors.restart.delay.ms"),
                (Long) values.get("errors.restart.delay.max.ms"));
    }
}
