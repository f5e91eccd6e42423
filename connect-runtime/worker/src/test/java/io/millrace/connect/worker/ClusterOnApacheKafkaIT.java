package io.millrace.connect.worker;

/** Clusters of workers on Apache Kafka. */
class ClusterOnApacheKafkaIT extends ClusterSuite {

    ClusterOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
