package io.millrace.broker.server.node;

import io.millrace.broker.metadata.image.BrokerEndpoint;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.ScramImage;
import io.millrace.broker.network.AdmissionLimits;
import io.millrace.broker.network.ConnectionCounts;
import io.millrace.broker.network.ConnectionLimits;
import io.millrace.broker.network.ListenerConfig;
import io.millrace.broker.network.ListenerConnections;
import io.millrace.broker.network.ListenerServer;
import io.millrace.broker.network.NetworkLoops;
import io.millrace.broker.network.RequestMemory;
import io.millrace.broker.network.TlsEngines;
import io.millrace.broker.server.api.ClientSession;
import io.millrace.broker.server.api.ListenerGuard;
import io.millrace.broker.server.api.RequestDispatcher;
import io.millrace.broker.server.hosting.SteadyClock;
import io.millrace.broker.server.quota.ConnectionQuotas;
import io.millrace.broker.server.request.BrokerReconfiguration;
import io.millrace.broker.server.sasl.SaslMechanisms;
import io.millrace.broker.server.sasl.SaslSettings;
import io.millrace.broker.server.tls.CertificateNames;
import io.millrace.broker.server.tls.FileWatch;
import io.millrace.broker.server.tls.TlsKeys;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The bound listeners of one broker, with their keys and mechanisms. */
final class OpenListeners implements AutoCloseable {

    private final BrokerConfig config;
    private final Closings closings = new Closings();
    private final Map<ListenerSettings, ListenerServer> servers = new LinkedHashMap<>();
    private final FileWatch watch;
    private final ConnectionCounts counts;
    private final ListenerChanges changes;
    private final List<TlsKeys> keys = new ArrayList<>();

    private OpenListeners(BrokerConfig config, ConnectionCounts counts) {
        this.config = config;
        this.counts = counts;
        this.watch = closings.add(new FileWatch(
                "broker-" + config.nodeId() + "-keys", config.security().reloadMs()));
        this.changes = new ListenerChanges(watch);
    }

    /** Binds all; clients wait until {@link #accept()}. */
    static OpenListeners bind(
            BrokerConfig config,
            NetworkLoops loops,
            RequestDispatcher dispatcher,
            Supplier<MetadataImage> cluster,
            SteadyClock clock)
            throws IOException {
        var memory = new RequestMemory(config.network().queuedMaxRequestBytes());
        var quotas = new ConnectionQuotas(cluster, config.quotas().clients(), clock::millis);
        var counts = new ConnectionCounts(config.network().connections(), quotas);
        var listeners = new OpenListeners(config, counts);
        Supplier<ScramImage> scram = () -> cluster.get().scram();
        try {
            for (ListenerSettings settings : config.listeners().all()) {
                ListenerGuard guard = listeners.guard(settings, scram);
                Optional<TlsKeys> keys = listeners.keys(settings);
                var connections = new ListenerConnections(counts, settings.limits());
                listeners.changes.add(settings, connections, keys);
                ListenerServer server = ListenerServer.bind(
                        loops,
                        listeners.network(settings, keys.map(TlsEngines.class::cast)),
                        memory,
                        connections,
                        connection -> new ClientSession(dispatcher, guard, connection));
                listeners.servers.put(settings, listeners.closings.add(server));
            }
            return listeners;
        } catch (IOException | RuntimeException e) {
            listeners.close();
            throw e;
        }
    }

    private Optional<TlsKeys> keys(ListenerSettings settings) {
        if (!settings.encrypts()) {
            return Optional.empty();
        }
        TlsKeys opened = TlsKeys.open(settings.name(), settings.tls(), InstantSource.system());
        watch.add(opened);
        keys.add(opened);
        return Optional.of(opened);
    }

    private ListenerConfig network(ListenerSettings settings, Optional<TlsEngines> tls) {
        Optional<AdmissionLimits> strangers = settings.sasl().map(SaslSettings::strangers);
        return new ListenerConfig(
                settings.host(),
                settings.port(),
                config.network().frames(),
                config.network().connections(),
                config.network().buffers(),
                tls,
                strangers);
    }

    private ListenerGuard guard(ListenerSettings settings, Supplier<ScramImage> scram) {
        Optional<SaslMechanisms> sasl = settings.sasl().map(given -> {
            SaslMechanisms mechanisms = closings.add(SaslMechanisms.open(given, scram));
            mechanisms.watchedBy(watch);
            return mechanisms;
        });
        Optional<CertificateNames> certificates = settings.encrypts() && sasl.isEmpty()
                ? Optional.of(CertificateNames.of(String.valueOf(settings.tls().get(TlsProperties.PRINCIPAL_RULES))))
                : Optional.empty();
        return new ListenerGuard(settings.name(), certificates, sasl);
    }

    /** From now on connections are bounded like this. */
    void limit(ConnectionLimits limits) {
        counts.limit(limits);
    }

    /** What was set at run time, for this broker or for all of them. */
    void apply(Map<String, String> values) {
        changes.apply(values);
    }

    BrokerReconfiguration changes() {
        return changes;
    }

    /** What the cluster is told. */
    List<BrokerEndpoint> endpoints() {
        return servers.keySet().stream()
                .map(settings -> new BrokerEndpoint(
                        settings.name(), settings.protocol().name, settings.advertisedHost(), port(settings)))
                .toList();
    }

    ListenerServer server(ListenerSettings settings) {
        return servers.get(settings);
    }

    /** Host and port that clients are told. */
    String advertised(ListenerSettings settings) {
        return settings.advertisedHost() + ":" + port(settings);
    }

    private int port(ListenerSettings settings) {
        return settings.advertisedPort(servers.get(settings).address().getPort());
    }

    /**
     * Serves clients from now on, and follows changes of keys.
     *
     * @throws org.apache.kafka.common.config.ConfigException when a listener has no keys that it could show
     */
    void accept() {
        changes.settled().join();
        keys.forEach(TlsKeys::requireUsable);
        servers.values().forEach(ListenerServer::accept);
        watch.start();
    }

    @Override
    public void close() {
        closings.close();
    }
}
