package io.millrace.connect.worker;

/** Logs of workers on Apache Kafka. */
class CompactedLogOnApacheKafkaIT extends CompactedLogSuite {

    CompactedLogOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
