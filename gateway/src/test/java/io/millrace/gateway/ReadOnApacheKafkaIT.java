package io.millrace.gateway;

/** Reads by offset on Apache Kafka. */
class ReadOnApacheKafkaIT extends ReadSuite {
    ReadOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
