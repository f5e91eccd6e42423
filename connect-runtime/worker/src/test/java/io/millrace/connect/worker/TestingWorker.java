package io.millrace.connect.worker;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.Lifecycle;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A worker with short intervals on a test's broker. */
final class TestingWorker implements AutoCloseable {

    /** Nobody listens there; apart in each JVM, since workers of several JVMs share groups. */
    private static final AtomicInteger PORTS =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 400) * 100);

    private final Plugins plugins = Plugins.open(List.of());
    private final ConnectWorker worker;

    TestingWorker(String bootstrapServers, String group, Map<String, String> overrides) {
        this(bootstrapServers, group, overrides, nextAddress());
    }

    TestingWorker(String bootstrapServers, String group, Map<String, String> overrides, URI address) {
        Map<String, String> properties = properties(bootstrapServers, group);
        properties.putAll(overrides);
        worker = ConnectWorker.start(properties, plugins, address);
    }

    static URI nextAddress() {
        return URI.create("http://localhost:" + PORTS.incrementAndGet() + "/");
    }

    static Map<String, String> properties(String bootstrapServers, String group) {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("group.id", group);
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("config.storage.topic", group + "-configs");
        properties.put("offset.storage.topic", group + "-offsets");
        properties.put("offset.storage.partitions", "3");
        properties.put("status.storage.topic", group + "-status");
        properties.put("status.storage.partitions", "2");
        // Members hear of a rebalance with a heartbeat.
        properties.put("heartbeat.interval.ms", "300");
        properties.put("consumer.heartbeat.interval.ms", "300");
        // A consumer is not closed before its last fetch is answered.
        properties.put("consumer.fetch.max.wait.ms", "50");
        properties.put("offset.flush.interval.ms", "100");
        properties.put("task.shutdown.graceful.timeout.ms", "2000");
        return properties;
    }

    ConnectControl control() {
        return worker.control();
    }

    ConnectWorker worker() {
        return worker;
    }

    void create(String name, Map<String, String> config) {
        join(control().createConnector(name, config, Optional.empty()));
    }

    void awaitTask(String connector, int task, Lifecycle state) {
        awaitTrue(connector + "-" + task + " " + state, () -> taskState(connector, task) == state);
    }

    void awaitConnector(String connector, Lifecycle state) {
        awaitTrue(connector + " " + state, () -> connectorState(connector) == state);
    }

    Lifecycle taskState(String connector, int task) {
        try {
            return join(control().taskStatus(new TaskId(connector, task)))
                    .status()
                    .state();
        } catch (ControlException none) {
            return null;
        }
    }

    Lifecycle connectorState(String connector) {
        try {
            return join(control().connectorStatus(connector)).connector().state();
        } catch (ControlException none) {
            return null;
        }
    }

    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ControlException control) {
                throw control;
            }
            throw e;
        }
    }

    static void awaitTrue(String what, BooleanSupplier condition) {
        awaitTrue(what, Duration.ofSeconds(40), condition);
    }

    static void awaitTrue(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        worker.close();
        plugins.close();
    }
}
