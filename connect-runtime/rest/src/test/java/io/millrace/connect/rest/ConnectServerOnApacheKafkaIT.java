package io.millrace.connect.rest;

/** A worker and its REST interface on Apache Kafka. */
class ConnectServerOnApacheKafkaIT extends ConnectServerSuite {

    ConnectServerOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
