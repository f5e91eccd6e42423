package io.millrace.connect.worker;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.SessionKeys;
import io.millrace.connect.worker.observe.WorkerMetrics;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A running Connect worker. Several may live in one JVM. */
public final class ConnectWorker implements AutoCloseable {

    private static final int DEFAULT_PORT = 8083;

    private final WorkerAssembly assembly;

    private ConnectWorker(WorkerAssembly assembly) {
        this.assembly = assembly;
    }

    /** Starts a worker at the address that {@code rest.advertised.*} names, else {@code localhost:8083}. */
    public static ConnectWorker start(Map<String, String> properties, Plugins plugins) {
        WorkerConfig config = WorkerConfig.parse(properties);
        String host = config.advertisedHost().orElse("localhost");
        int port = config.advertisedPort().orElse(DEFAULT_PORT);
        return start(properties, plugins, URI.create("http://" + host + ":" + port + "/"));
    }

    /**
     * Starts a worker whose REST interface answers at {@code advertised}. Returns when the internal topics are there and
     * have been read, and the worker is a member of its group; fails with a message for people when the properties are
     * wrong or the log cannot be used.
     */
    public static ConnectWorker start(Map<String, String> properties, Plugins plugins, URI advertised) {
        ConnectWorker worker = begin(properties, plugins, advertised);
        try {
            worker.awaitJoined();
            return worker;
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    /** As above, but returns as soon as it can be asked: {@link #awaitJoined} is for the caller to call. */
    public static ConnectWorker begin(Map<String, String> properties, Plugins plugins, URI advertised) {
        return new ConnectWorker(WorkerAssembly.start(WorkerConfig.parse(properties), plugins, advertised));
    }

    /** Returns when changes are taken. */
    public void awaitJoined() {
        assembly.awaitJoined();
    }

    /** The one way to ask this worker for anything. */
    public ConnectControl control() {
        return assembly.control();
    }

    /** Validates configurations with this worker's plugins and secrets; also for use by the REST server. */
    public ConnectorValidator validator() {
        return assembly.validator();
    }

    /** Resolves the placeholders of config providers. */
    public SecretResolver secrets() {
        return assembly.secrets();
    }

    /** By what the workers of this cluster know each other's requests. */
    public SessionKeys sessionKeys() {
        return assembly.sessionKeys();
    }

    /** What this worker measures. */
    public WorkerMetrics metrics() {
        return assembly.metrics();
    }

    /** {@code host:port} as it stands in the status topic. */
    public String workerId() {
        return assembly.workerId();
    }

    /** Grows with every change of the members of the group; new connectors leave it alone. */
    public int generation() {
        return assembly.generation();
    }

    /** Stops everything gracefully, within the time that the configuration gives tasks and a few seconds. */
    @Override
    public void close() {
        assembly.close(Duration.ofSeconds(30));
    }
}
