package io.millrace.connect.worker;

/** Sources on Apache Kafka. */
class SourceOnApacheKafkaIT extends SourceSuite {

    SourceOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
