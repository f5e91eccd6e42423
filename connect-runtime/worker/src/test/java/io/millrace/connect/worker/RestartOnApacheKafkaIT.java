package io.millrace.connect.worker;

/** Restarts of what failed on Apache Kafka. */
class RestartOnApacheKafkaIT extends RestartSuite {

    RestartOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
