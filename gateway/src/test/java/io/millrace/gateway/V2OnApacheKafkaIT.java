package io.millrace.gateway;

/** REST Proxy v2 on Apache Kafka. */
class V2OnApacheKafkaIT extends V2Suite {
    V2OnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
