package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.ExactlyOnceSources;
import io.millrace.connect.worker.config.WorkerConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens the source offsets of connectors: in the worker's topic, or in one of the connector's own
 * ({@code offsets.storage.topic}, KIP-618), which all that runs of the connector on this worker shares. Any thread.
 */
public final class OffsetStores {

    private static final String TOPIC = "offsets.storage.topic";
    private static final String PRODUCERS_CLUSTER = "producer.override.bootstrap.servers";

    private final WorkerConfig config;
    private final ClientConfigs clients;
    private final OffsetTopic shared;
    /** Bounded by the connectors that run on this worker, and those that somebody asks for at the moment. */
    private final Map<Place, Lease> leases = new HashMap<>();

    public OffsetStores(WorkerConfig config, ClientConfigs clients, OffsetTopic shared) {
        this.config = config;
        this.clients = clients;
        this.shared = shared;
    }

    /** A topic of its own that a connector keeps its offsets in, with what its clients are told about the cluster. */
    private record Place(String connector, String topic, Map<String, String> overrides) {}

    private static final class Lease {
        private final OwnOffsetTopic topic;
        private int holders;

        private Lease(OwnOffsetTopic topic) {
            this.topic = topic;
        }
    }

    /** Whether a connector of this configuration keeps its offsets elsewhere than in the worker's topic. */
    public boolean apart(Map<String, String> connector) {
        return topic(connector).isPresent();
    }

    /**
     * Whether what a connector writes goes to another cluster than its offsets, so that no transaction can hold both.
     */
    public boolean outOfReach(Map<String, String> connector) {
        return elsewhere(connector) && !apart(connector);
    }

    /**
     * The offsets of a connector; to be closed. Blocks where it has a topic of its own, which is created if it is missing
     * and read to its end.
     *
     * @param connector its configuration, secrets resolved
     */
    public SourceOffsets open(String name, Map<String, String> connector) {
        Optional<String> own = topic(connector);
        if (own.isEmpty()) {
            return worker(name);
        }
        Place place = new Place(name, own.get(), ClientConfigs.overrides(connector));
        OwnOffsetTopic opened = acquire(place, connector);
        try {
            return new SourceOffsets(name, opened.started(), Optional.of(shared), () -> release(place));
        } catch (RuntimeException e) {
            release(place);
            throw e;
        }
    }

    /** The offsets of a connector as they are in the worker's topic; need not be closed. */
    public SourceOffsets worker(String name) {
        return new SourceOffsets(name, shared, Optional.empty(), () -> {});
    }

    private Optional<String> topic(Map<String, String> connector) {
        String named = connector.get(TOPIC);
        boolean stock = config.exactlyOnceSources() == ExactlyOnceSources.ENABLED;
        if (named == null && !(stock && elsewhere(connector))) {
            return Optional.empty();
        }
        String topic = named == null ? shared.name() : named.strip();
        return topic.equals(shared.name()) && !elsewhere(connector) ? Optional.empty() : Optional.of(topic);
    }

    private boolean elsewhere(Map<String, String> connector) {
        String cluster = connector.get(PRODUCERS_CLUSTER);
        return cluster != null
                && !cluster.strip()
                        .equals(config.originals().get("bootstrap.servers").strip());
    }

    private synchronized OwnOffsetTopic acquire(Place place, Map<String, String> connector) {
        Lease lease = leases.computeIfAbsent(
                place,
                missing -> new Lease(new OwnOffsetTopic(
                        config.offsetTopic().named(place.topic()),
                        "connect-offsets-" + place.connector(),
                        clients.ownOffsets(place.connector(), connector))));
        lease.holders++;
        return lease.topic;
    }

    private void release(Place place) {
        OwnOffsetTopic unused = null;
        synchronized (this) {
            Lease lease = leases.get(place);
            if (lease != null && --lease.holders == 0) {
                leases.remove(place);
                unused = lease.topic;
            }
        }
        if (unused != null) {
            // Who lets go last may be a thread that must not wait for clients to close.
            Thread closer = new Thread(unused::close, "close-offsets-" + place.connector());
            closer.setDaemon(true);
            closer.start();
        }
    }
}
