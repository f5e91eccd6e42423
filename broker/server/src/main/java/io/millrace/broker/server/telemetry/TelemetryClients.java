package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.image.ConfigsImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/** The clients that were heard of lately, with what each is asked for. Not thread-safe. */
final class TelemetryClients {

    /** As many as Kafka remembers. */
    static final int MAX_CLIENTS = 16_384;

    /** A client that is silent for so long, and for three intervals, is forgotten. */
    static final long SHORTEST_SILENCE_MS = 60_000;

    private final Supplier<ConfigsImage> configs;
    private final Consumer<Uuid> onForgotten;

    /** The one that was heard longest ago first. */
    private final Map<Uuid, TelemetryClient> clients = new LinkedHashMap<>();

    private ConfigsImage seen = ConfigsImage.EMPTY;
    private Subscriptions subscriptions = Subscriptions.of(Map.of());

    TelemetryClients(Supplier<ConfigsImage> configs, Consumer<Uuid> onForgotten) {
        this.configs = configs;
        this.onForgotten = onForgotten;
    }

    /** The client of this id, with the newest wishes; made if it is new or was forgotten. */
    TelemetryClient heard(Uuid instanceId, Supplier<ClientDescription> description, long nowMs) {
        Subscriptions newest = subscriptions();
        TelemetryClient client = clients.remove(instanceId);
        if (client == null) {
            client = new TelemetryClient(instanceId, description.get(), newest);
        } else {
            client.renew(newest);
        }
        client.heard(nowMs);
        clients.put(instanceId, client);
        if (clients.size() > MAX_CLIENTS) {
            forget(clients.keySet().iterator().next());
        }
        return client;
    }

    boolean knows(Uuid instanceId) {
        return clients.containsKey(instanceId);
    }

    /** Forgets those that are silent; says whether anybody is left. */
    boolean sweep(long nowMs) {
        Iterator<TelemetryClient> each = clients.values().iterator();
        while (each.hasNext()) {
            TelemetryClient client = each.next();
            if (client.silentSince(nowMs, SHORTEST_SILENCE_MS)) {
                each.remove();
                onForgotten.accept(client.instanceId());
            }
        }
        return !clients.isEmpty();
    }

    private void forget(Uuid instanceId) {
        clients.remove(instanceId);
        onForgotten.accept(instanceId);
    }

    /** The same object as long as nobody changes a subscription. */
    @SuppressWarnings("ReferenceEquality") // Images share what did not change; comparing it in depth costs too much.
    private Subscriptions subscriptions() {
        ConfigsImage newest = configs.get();
        if (newest != seen) {
            Map<String, Map<String, String>> raw = Subscriptions.raw(newest);
            if (!raw.equals(subscriptions.raw())) {
                subscriptions = Subscriptions.of(raw);
            }
            seen = newest;
        }
        return subscriptions;
    }
}
