package io.millrace.registry.server.exporter;

/** What a registry says of itself so that an exporter knows it again. */
public final class DeploymentAttributes {
    /** Where it says it, in a JSON object {@code attributes}. */
    public static final String PATH = "/v1/metadata/deployment";

    /** The id of the Kafka cluster. */
    public static final String CLUSTER = "kafka-cluster";

    /** The topic of schemas: two registries on one cluster have each their own. */
    public static final String TOPIC = "schemas-topic";

    private DeploymentAttributes() {}
}
