package io.millrace.gateway;

/** Consumer instances on Apache Kafka. */
class ConsumersOnApacheKafkaIT extends ConsumersSuite {
    ConsumersOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
