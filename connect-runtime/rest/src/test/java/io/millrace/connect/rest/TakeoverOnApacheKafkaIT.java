package io.millrace.connect.rest;

import io.millrace.testing.TestingKafka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On Apache Kafka, with exactly-once sources. */
class TakeoverOnApacheKafkaIT extends TakeoverSuite {
    private static TestingKafka kafka;

    @BeforeAll
    static void start() {
        kafka = TestingKafka.start();
    }

    @AfterAll
    static void stop() {
        if (kafka != null) {
            kafka.close();
        }
    }

    @Override
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    String exactlyOnce() {
        return "enabled";
    }
}
