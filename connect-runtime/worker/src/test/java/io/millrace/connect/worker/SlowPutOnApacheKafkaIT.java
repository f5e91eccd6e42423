package io.millrace.connect.worker;

/** Puts that last, on Apache Kafka. */
class SlowPutOnApacheKafkaIT extends SlowPutSuite {

    SlowPutOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
