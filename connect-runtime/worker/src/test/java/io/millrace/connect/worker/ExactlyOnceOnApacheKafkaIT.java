package io.millrace.connect.worker;

/** Exactly-once sources on Apache Kafka. */
class ExactlyOnceOnApacheKafkaIT extends ExactlyOnceSuite {

    @Override
    String bootstrapServers() {
        return SharedKafka.bootstrapServers();
    }

    @Override
    String prefix() {
        return "kafka-";
    }
}
