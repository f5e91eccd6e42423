package io.millrace.gateway;

/** Reading as a group on Apache Kafka. */
class GroupsOnApacheKafkaIT extends GroupsSuite {
    GroupsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
