package io.millrace.gateway;

/** Server-sent events on Apache Kafka. */
class EventsOnApacheKafkaIT extends EventsSuite {
    EventsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
