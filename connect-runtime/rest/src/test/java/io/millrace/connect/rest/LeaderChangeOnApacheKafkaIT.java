package io.millrace.connect.rest;

/** Changes while leaders go, on Apache Kafka. */
class LeaderChangeOnApacheKafkaIT extends LeaderChangeSuite {

    LeaderChangeOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
