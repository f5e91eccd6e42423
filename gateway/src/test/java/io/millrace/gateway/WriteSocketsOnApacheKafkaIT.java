package io.millrace.gateway;

/** Records over WebSockets, on Apache Kafka. */
class WriteSocketsOnApacheKafkaIT extends WriteSocketsSuite {
    WriteSocketsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
