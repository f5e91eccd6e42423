package io.millrace.connect.worker;

import io.millrace.testing.TestingKafka;

/** One broker for all tests of this module, closed when their JVM ends: a start costs more than most tests. */
final class SharedKafka {

    private static TestingKafka kafka;

    private SharedKafka() {}

    static synchronized String bootstrapServers() {
        if (kafka == null) {
            kafka = TestingKafka.start();
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "shared-kafka-close"));
        }
        return kafka.bootstrapServers();
    }
}
