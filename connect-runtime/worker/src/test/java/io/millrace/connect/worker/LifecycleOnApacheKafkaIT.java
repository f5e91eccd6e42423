package io.millrace.connect.worker;

/** The life of connectors on Apache Kafka. */
class LifecycleOnApacheKafkaIT extends LifecycleSuite {

    @Override
    String bootstrapServers() {
        return SharedKafka.bootstrapServers();
    }

    @Override
    void stopBroker() {
        // Shared with other tests.
    }

    @Override
    String prefix() {
        return "life-kafka-";
    }
}
