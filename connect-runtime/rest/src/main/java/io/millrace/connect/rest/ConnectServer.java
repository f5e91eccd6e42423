package io.millrace.connect.rest;

import com.linecorp.armeria.client.ClientFactory;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.access.Users;
import io.millrace.connect.rest.access.WorkerLetters;
import io.millrace.connect.rest.api.ConnectRoutes;
import io.millrace.connect.rest.http.Outgoing;
import io.millrace.http.StrangePages;
import io.millrace.http.access.Authentication;
import io.millrace.http.access.Doors;
import io.millrace.http.access.Gate;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
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

    /** Starts a worker; when this returns, it is a member of its group. It answers reads some seconds earlier. */
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
        Optional<Authentication<Caller>> authentication = Optional.ofNullable(properties.get(Listener.USERS))
                .map(file -> pushed(parts, Listener.told(() -> Users.open(Listener.USERS, Path.of(file)))));
        String name = properties.getOrDefault("rest.advertised.host.name", address.name());
        // A page of others cannot use a password that its browser does not have.
        boolean anyName = authentication.isPresent() || !address.local();
        RestListener listener =
                pushed(parts, RestListener.open(address, new StrangePages(address.host(), name, anyName)));
        String url = address.scheme() + "://" + address.host() + ":" + listener.port();
        String port = properties.getOrDefault("rest.advertised.port", Integer.toString(listener.port()));
        URI advertised = URI.create(address.scheme() + "://" + name + ":" + port);
        address.tls().ifPresent(tls -> parts.push(tls.watch()));
        // Closed after the worker, which finishes what it has begun.
        ClientFactory connections =
                address.tls().map(tls -> pushed(parts, tls.connections())).orElseGet(ClientFactory::ofDefault);
        Plugins plugins = pushed(parts, Plugins.open(PluginPath.parse(properties.get("plugin.path"))));
        WorkerLauncher.Launched worker = pushed(parts, launcher.launch(properties, plugins, advertised));
        parts.push(listener::refuseChanges);
        WorkerLetters letters = new WorkerLetters(worker.sessionKeys());
        Outgoing outgoing =
                new Outgoing(connections, authentication.isPresent() ? letters::write : Outgoing.Letters.NONE);
        Predicate<SSLSession> trusted =
                session -> address.tls().map(tls -> tls.trusts(session)).orElse(true);
        listener.serve(new Gate<>(Doors.ofAccounts(authentication, trusted), Optional.of(letters), new Welcome())
                .before(ConnectRoutes.service(
                        worker.control(), plugins, worker.validator(), advertised::toString, outgoing)::serve));
        // Joining takes a group's initial delay; what is known already can be asked meanwhile.
        worker.join().run();
        LOGGER.atInfo()
                .addKeyValue("url", url)
                .addKeyValue("worker", worker.workerId())
                .log("the Connect worker answers");
        return new ConnectServer(url, parts);
    }

    private static <T extends AutoCloseable> T pushed(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Where it listens, as {@code http://host:port}. */
    public String url() {
        return url;
    }

    /** Takes no more changes, ends those under way, stops the worker with its tasks, then the port. */
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
