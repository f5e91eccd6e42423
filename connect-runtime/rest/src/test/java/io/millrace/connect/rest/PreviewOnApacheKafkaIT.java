package io.millrace.connect.rest;

/** Previews on Apache Kafka. */
class PreviewOnApacheKafkaIT extends PreviewSuite {

    PreviewOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
