package io.millrace.gateway;

/** Records by schemas of each type on Apache Kafka. */
class SchemaFormatsOnApacheKafkaIT extends SchemaFormatsSuite {
    SchemaFormatsOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
