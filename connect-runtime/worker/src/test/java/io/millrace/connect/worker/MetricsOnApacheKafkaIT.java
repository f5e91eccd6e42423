package io.millrace.connect.worker;

/** Figures of connectors on Apache Kafka. */
class MetricsOnApacheKafkaIT extends MetricsSuite {

    MetricsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
