package io.millrace.connect.worker;

/** The life of connectors on Apache Kafka. */
class LifecycleOnApacheKafkaIT extends LifecycleSuite {

    LifecycleOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
