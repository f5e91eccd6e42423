package io.millrace.connect.worker;

import io.millrace.connect.worker.scripted.Script;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests on one kind of broker; a suite's subclass for each kind says that what it shows holds on both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerSuite {

    private final BrokerKind broker;

    BrokerSuite(BrokerKind broker) {
        this.broker = broker;
    }

    /** The same suite may have run on the other broker, with connectors of the same names. */
    @BeforeAll
    static void forgetScripts() {
        Script.forgetAll();
    }

    final String bootstrapServers() {
        return broker.bootstrapServers();
    }

    final Topic topic(String name) {
        return new Topic(bootstrapServers(), name);
    }

    final Topic topic(String name, int partitions) {
        return topic(name).create(partitions, Map.of());
    }

    /** What a scripted sink was given, each with a text as its value. */
    static List<String> values(Script script) {
        return script.delivered.stream()
                .map(SinkRecord::value)
                .map(String.class::cast)
                .toList();
    }
}
