package io.millrace.connect.worker;

/** Dead letters on Apache Kafka. */
class DeadLetterOnApacheKafkaIT extends DeadLetterSuite {

    DeadLetterOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
