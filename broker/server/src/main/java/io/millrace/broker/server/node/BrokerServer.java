package io.millrace.broker.server.node;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One embeddable broker: start it from properties, ask where it listens, close it. Several live in one JVM. */
public final class BrokerServer implements AutoCloseable {

    private final BrokerAssembly assembly;

    private BrokerServer(BrokerAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Returns when clients are served.
     *
     * @param properties Kafka's names; an unknown one is refused with the nearest known one
     * @throws org.apache.kafka.common.config.ConfigException when a property is wrong
     * @throws BrokerStartException when the port is taken or the data cannot be used; the message says what to do
     */
    public static BrokerServer start(Map<String, String> properties) {
        return start(properties, InstantSource.system());
    }

    /** With another time of day. */
    static BrokerServer start(Map<String, String> properties, InstantSource clock) {
        ClassesAhead.load();
        return new BrokerServer(BrokerAssembly.start(BrokerConfig.from(properties), clock));
    }

    /** What clients use as bootstrap.servers: a listener without security, if there is one, else the first. */
    public String bootstrapServers() {
        return assembly.listeners().advertised(assembly.config().listener());
    }

    /** What clients use as bootstrap.servers on the listener of this name. */
    public String bootstrapServers(String listener) {
        return assembly.config().listeners().all().stream()
                .filter(settings -> settings.name().equals(listener))
                .findFirst()
                .map(settings -> assembly.listeners().advertised(settings))
                .orElseThrow(() -> new IllegalArgumentException("There is no listener " + listener));
    }

    /** Kafka's name of the protocol that {@link #bootstrapServers()} speaks, such as {@code PLAINTEXT}. */
    public String securityProtocol() {
        return assembly.config().listener().protocol().name;
    }

    /** The bound address, with the port that the system chose when 0 was asked for. */
    public InetSocketAddress address() {
        return assembly.listeners().server(assembly.config().listener()).address();
    }

    /** The cluster's id. */
    public String clusterId() {
        return assembly.clusterId();
    }

    /** Completes with the reason when the broker cannot go on, such as a failed disk; the process should stop then. */
    public CompletionStage<Throwable> failure() {
        return assembly.failure();
    }

    /** Answers nobody any more, syncs everything and writes the clean-shutdown marker. */
    @Override
    public void close() {
        assembly.close();
    }
}
