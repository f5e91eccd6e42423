package io.millrace.connect.rest;

/** On Apache Kafka, with exactly-once sources. */
class TakeoverOnApacheKafkaIT extends TakeoverSuite {
    @Override
    String bootstrapServers() {
        return BrokerKind.APACHE_KAFKA.bootstrapServers();
    }

    @Override
    String exactlyOnce() {
        return "enabled";
    }
}
