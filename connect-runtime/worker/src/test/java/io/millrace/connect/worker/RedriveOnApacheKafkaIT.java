package io.millrace.connect.worker;

/** Letters that go back on Apache Kafka. */
class RedriveOnApacheKafkaIT extends RedriveSuite {

    RedriveOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
