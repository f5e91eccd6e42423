package io.millrace.gateway;

/** What REST Proxy v3 offers to those who look after a cluster, on Apache Kafka. */
class V3AdminOnApacheKafkaIT extends V3AdminSuite {
    V3AdminOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
