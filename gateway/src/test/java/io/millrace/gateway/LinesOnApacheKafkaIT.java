package io.millrace.gateway;

/** Records on lines, on Apache Kafka. */
class LinesOnApacheKafkaIT extends LinesSuite {
    LinesOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
