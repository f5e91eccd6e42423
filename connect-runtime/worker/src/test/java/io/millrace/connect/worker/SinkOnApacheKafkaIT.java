package io.millrace.connect.worker;

/** Sinks on Apache Kafka. */
class SinkOnApacheKafkaIT extends SinkSuite {

    SinkOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
