package io.millrace.connect.rest;

/** What is kept of earlier offsets on Apache Kafka. */
class OffsetHistoryOnApacheKafkaIT extends OffsetHistorySuite {

    OffsetHistoryOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
