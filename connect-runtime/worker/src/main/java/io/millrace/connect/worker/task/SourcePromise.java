package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.ExactlyOnceSources;
import io.millrace.connect.worker.exactlyonce.TransactionBoundary;
import io.millrace.connect.worker.exactlyonce.TransactionalIds;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tasks of a source promise of its records: at least once, or exactly once. On the task's thread, since the
 * connector is asked.
 *
 * @param connector the connector's configuration, its secrets resolved
 */
record SourcePromise(TaskEnvironment environment, TaskSpec spec, Map<String, String> connector, boolean exactlyOnce) {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourcePromise.class);

    static SourcePromise choose(
            TaskEnvironment environment, TaskSpec spec, Map<String, String> connector, PluginDescriptor descriptor)
            throws InterruptedException {
        SourcePromise wanted = new SourcePromise(environment, spec, connector, true);
        Optional<String> obstacle = wanted.obstacle(descriptor);
        if (obstacle.isEmpty()) {
            return wanted;
        }
        if ("required"
                .equalsIgnoreCase(
                        connector.getOrDefault("exactly.once.support", "").strip())) {
            throw new ConnectException(
                    "The connector has exactly.once.support=required, but cannot have it: " + obstacle.get());
        }
        LOGGER.info("records are delivered at least once task={} reason={}", spec.id(), obstacle.get());
        return new SourcePromise(environment, spec, connector, false);
    }

    private Optional<String> obstacle(PluginDescriptor descriptor) throws InterruptedException {
        ExactlyOnceSources support = environment.config().exactlyOnceSources();
        return switch (support) {
            case DISABLED, PREPARING -> Optional.of("exactly.once.source.support=" + support + " on the worker");
            case ENABLED -> Optional.empty();
            case AUTO -> {
                Optional<String> refusal = refusal(descriptor);
                yield refusal.isPresent() ? refusal : ids().obstacle(spec.id().task());
            }
        };
    }

    private Optional<String> refusal(PluginDescriptor descriptor) {
        if (environment.offsets().outOfReach(connector)) {
            return Optional.of("producer.override.bootstrap.servers names another cluster than the worker's, where the"
                    + " offsets are; set offsets.storage.topic to keep them beside the records");
        }
        try (PluginHandle<Connector> plugin = environment.plugins().newConnector(descriptor)) {
            ExactlyOnceSupport answer =
                    plugin.call(instance -> ((SourceConnector) instance).exactlyOnceSupport(connector));
            return answer == ExactlyOnceSupport.SUPPORTED
                    ? Optional.empty()
                    : Optional.of("the connector " + (answer == null ? "does not say that it can" : "cannot"));
        } catch (RuntimeException | LinkageError e) {
            // A connector that was built against an older API has no answer, and must run as it always did.
            return Optional.of("the connector cannot be asked: " + e);
        }
    }

    private TransactionalIds ids() {
        return TransactionalIds.of(environment.config(), clients(), spec.id().connector(), connector);
    }

    private ClientConfigs clients() {
        return environment.clients();
    }

    Map<String, Object> producerConfig() {
        return exactlyOnce
                ? clients()
                        .transactionalProducer(
                                spec.id(),
                                connector,
                                TransactionalIds.of(environment.config().group().groupId(), spec.id()))
                : clients().sourceProducer(spec.id(), connector);
    }

    Delivery delivery(SourceParts parts, TaskRunner runner, TaskSwitch control) {
        if (!exactlyOnce) {
            runner.outlivesGenerations();
            return new AtLeastOnceDelivery(
                    parts, runner, control, environment.config().flush(), environment.mayCommit(), environment.timer());
        }
        return new ExactlyOnceDelivery(
                parts,
                new TransactionalTurn(spec, environment.generations(), ids(), control),
                TransactionBoundary.of(connector, environment.config().flush()),
                runner,
                control);
    }
}
