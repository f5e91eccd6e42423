package io.millrace.gateway;

/** Requests with keys on Apache Kafka. */
class KeyedOnApacheKafkaIT extends KeyedSuite {
    KeyedOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
