package io.millrace.connect.plugins.validate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The verdict on a connector's configuration. {@code warnings} are ours: what is allowed, yet probably not meant, such as
 * a key that nobody reads.
 */
public record ConfigInfos(
        String name, int errorCount, List<String> groups, List<ConfigInfo> configs, List<String> warnings) {

    /** Every error message, in the order of the keys. */
    public List<String> errors() {
        return configs.stream()
                .flatMap(config -> config.value().errors().stream())
                .toList();
    }

    /** What a refused create or update says, in Kafka Connect's words around our list. */
    public String refusal() {
        return errors().stream()
                .collect(Collectors.joining(
                        "\n",
                        "Connector configuration is invalid and contains the following " + errorCount + " error(s):\n",
                        "\nYou can also find the above list of errors at the endpoint"
                                + " `/connector-plugins/{connectorType}/config/validate`"));
    }
}
