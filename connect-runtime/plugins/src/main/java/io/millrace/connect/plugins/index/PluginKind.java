package io.millrace.connect.plugins.index;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of plugin that the runtime looks for, in the order in which Kafka Connect lists them. */
public enum PluginKind {
    SINK("sink", "org.apache.kafka.connect.sink.SinkConnector"),
    SOURCE("source", "org.apache.kafka.connect.source.SourceConnector"),
    TRANSFORMATION("transformation", "org.apache.kafka.connect.transforms.Transformation"),
    PREDICATE("predicate", "org.apache.kafka.connect.transforms.predicates.Predicate"),
    CONVERTER("converter", "org.apache.kafka.connect.storage.Converter"),
    HEADER_CONVERTER("header_converter", "org.apache.kafka.connect.storage.HeaderConverter"),
    CONFIG_PROVIDER("config_provider", "org.apache.kafka.common.config.provider.ConfigProvider"),
    OVERRIDE_POLICY(
            "connector_client_config_override_policy",
            "org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy");

    private final String restName;
    private final String baseClassName;

    PluginKind(String restName, String baseClassName) {
        this.restName = restName;
        this.baseClassName = baseClassName;
    }

    /** The word for this kind in {@code GET /connector-plugins}. */
    public String restName() {
        return restName;
    }

    /** The class or interface of connect-api that makes a class a plugin of this kind; also its manifest's name. */
    public String baseClassName() {
        return baseClassName;
    }

    public boolean isConnector() {
        return this == SINK || this == SOURCE;
    }

    /** The kind whose base class has this name. */
    public static Optional<PluginKind> ofBaseClass(String className) {
        return Arrays.stream(values())
                .filter(kind -> kind.baseClassName.equals(className))
                .findFirst();
    }
}
