package io.millrace.connect.worker;

/** Offsets of sinks on Apache Kafka. */
class SinkOffsetsOnApacheKafkaIT extends SinkOffsetsSuite {

    SinkOffsetsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA, BrokerKind.MILLRACE);
    }
}
