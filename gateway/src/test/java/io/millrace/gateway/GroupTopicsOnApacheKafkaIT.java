package io.millrace.gateway;

/** Groups whose topic is made anew, on Apache Kafka. */
class GroupTopicsOnApacheKafkaIT extends GroupTopicsSuite {
    GroupTopicsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
