package io.millrace.connect.worker;

/** Exactly-once sources on Apache Kafka. */
class ExactlyOnceOnApacheKafkaIT extends ExactlyOnceSuite {

    ExactlyOnceOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
