package io.millrace.connect.worker;

/** What is asked of a worker, on Apache Kafka. */
class WorkerOnApacheKafkaIT extends WorkerSuite {

    WorkerOnApacheKafkaIT() {
        super(BrokerKind.APACHE_KAFKA);
    }
}
