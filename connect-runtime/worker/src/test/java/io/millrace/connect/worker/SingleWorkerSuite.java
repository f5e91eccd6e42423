package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.scripted.ScriptedSinkConnector;
import io.millrace.connect.worker.scripted.ScriptedSourceConnector;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that share one worker. */
abstract class SingleWorkerSuite extends BrokerSuite {

    private final String group;
    private final Map<String, String> overrides;
    private TestingWorker worker;

    /** {@code group} is that of no other suite, and the properties of the worker are overridden. */
    SingleWorkerSuite(BrokerKind broker, String group, Map<String, String> overrides) {
        super(broker);
        this.group = group;
        this.overrides = overrides;
    }

    @BeforeAll
    void startWorker() {
        worker = new TestingWorker(bootstrapServers(), group, overrides);
    }

    @AfterAll
    void stopWorker() {
        if (worker != null) {
            worker.close();
        }
    }

    final TestingWorker worker() {
        return worker;
    }

    /** Creates a scripted sink of the topic of its name. */
    final void sink(String name, Map<String, String> extra) {
        create(name, ScriptedSinkConnector.class, "topics", extra);
    }

    /** Creates a scripted source to the topic of its name. */
    final void source(String name, Map<String, String> extra) {
        create(name, ScriptedSourceConnector.class, "topic", extra);
    }

    private void create(String name, Class<?> connector, String topicKey, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", connector.getName());
        config.put(topicKey, name);
        config.putAll(extra);
        worker.create(name, config);
    }

    /** Of the first task; empty while it has no status. */
    final String trace(String connector) {
        return worker.taskState(connector, 0) == null
                ? ""
                : join(worker.control().taskStatus(new TaskId(connector, 0)))
                        .status()
                        .trace()
                        .orElse("");
    }

    final void awaitCommitted(String connector, int partition, long offset) {
        awaitTrue(connector + " committed " + offset, () -> join(
                        worker.control().connectorOffsets(connector))
                .stream()
                .anyMatch(one -> one.partition().get("kafka_partition").equals(partition)
                        && one.offset().orElseThrow().get("kafka_offset").equals(offset)));
    }

    /** What a scripted source has committed; -1 before that. */
    final long nextOffset(String connector) {
        return join(worker.control().connectorOffsets(connector)).stream()
                .findFirst()
                .map(one -> ((Number) one.offset().orElseThrow().get("next")).longValue())
                .orElse(-1L);
    }
}
