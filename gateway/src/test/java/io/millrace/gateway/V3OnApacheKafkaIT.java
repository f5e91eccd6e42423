package io.millrace.gateway;

/** REST Proxy v3 on Apache Kafka. */
class V3OnApacheKafkaIT extends V3Suite {
    V3OnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
