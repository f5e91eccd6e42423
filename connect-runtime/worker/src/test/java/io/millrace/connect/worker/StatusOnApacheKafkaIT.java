package io.millrace.connect.worker;

/** What is told of instances on Apache Kafka. */
class StatusOnApacheKafkaIT extends StatusSuite {

    StatusOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
