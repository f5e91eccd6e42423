package io.millrace.connect.rest;

import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.rest.api.ConnectRoutes;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Connect worker with its REST surface, started from the properties of a Kafka Connect worker. Two of them live in one
 * JVM without knowing of each other.
 */
public final class ConnectServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectServer.class);

    private final String url;
    private final Deque<AutoCloseable> parts;

    private ConnectServer(String url, Deque<AutoCloseable> parts) {
        this.url = url;
        this.parts = parts;
    }

    /** Starts a worker; when this returns, it answers, and knows everything that was written before. */
    public static ConnectServer start(Map<String, String> properties) {
        return start(properties, WorkerLauncher::realWorker);
    }

    static ConnectServer start(Map<String, String> properties, WorkerLauncher launcher) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return assemble(properties, launcher, parts);
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static ConnectServer assemble(
            Map<String, String> properties, WorkerLauncher launcher, Deque<AutoCloseable> parts) {
        Listener address = Listener.of(properties);
        RestListener listener = pushed(parts, RestListener.open(address));
        String url = "http://" + address.host() + ":" + listener.port();
        URI advertised = advertised(properties, address.host(), listener.port());
        Plugins plugins = pushed(parts, Plugins.open(PluginPath.parse(properties.get("plugin.path"))));
        WorkerLauncher.Launched worker = pushed(parts, launcher.launch(properties, plugins, advertised));
        listener.serve(ConnectRoutes.service(worker.control(), plugins, worker.validator(), advertised::toString));
        LOGGER.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("worker", worker.workerId())
                .log("the Connect worker answers");
        return new ConnectServer(url, parts);
    }

    private static URI advertised(Map<String, String> properties, String host, int port) {
        String name = properties.getOrDefault("rest.advertised.host.name", host);
        String number = properties.getOrDefault("rest.advertised.port", Integer.toString(port));
        return URI.create("http://" + name + ":" + number);
    }

    private static <T extends AutoCloseable> T pushed(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Where it listens, as {@code http://host:port}. */
    public String url() {
        return url;
    }

    /** Stops the worker with its tasks, then the port. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.warn(
                        "a part of the Connect server did not close part={}",
                        part.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
