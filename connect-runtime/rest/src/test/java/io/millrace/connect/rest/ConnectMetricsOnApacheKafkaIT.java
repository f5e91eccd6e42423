package io.millrace.connect.rest;

/** Figures that any worker tells, on Apache Kafka. */
class ConnectMetricsOnApacheKafkaIT extends ConnectMetricsSuite {

    ConnectMetricsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
