package io.millrace.broker.server.node;

import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.config.ListenerConfigs;
import io.millrace.broker.network.ListenerConnections;
import io.millrace.broker.network.ListenerLimits;
import io.millrace.broker.server.request.BrokerReconfiguration;
import io.millrace.broker.server.tls.FileWatch;
import io.millrace.broker.server.tls.TlsKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Changes of listeners while they are open: bounds and keys (KIP-226). Keys are read on the thread that watches their
 * files, one change after the other, so that neither the metadata nor clients wait for a file.
 */
final class ListenerChanges implements BrokerReconfiguration {

    private final FileWatch watch;
    private final List<Open> open = new ArrayList<>();

    /** One open listener; keys are empty without TLS. */
    private record Open(ListenerSettings settings, ListenerConnections connections, Optional<TlsKeys> keys) {

        String name() {
            return settings.name().toLowerCase(Locale.ROOT);
        }
    }

    ListenerChanges(FileWatch watch) {
        this.watch = watch;
    }

    /** Before the first change. */
    void add(ListenerSettings settings, ListenerConnections connections, Optional<TlsKeys> keys) {
        open.add(new Open(settings, connections, keys));
    }

    /**
     * From now on this holds.
     *
     * @param values what was set at run time, for this broker or for all of them
     */
    void apply(Map<String, String> values) {
        for (Open listener : open) {
            Map<String, String> own = own(listener, values);
            ListenerLimits file = listener.settings().limits();
            listener.connections()
                    .limit(new ListenerLimits(
                            number(own, BrokerConfigs.MAX_CONNECTIONS, file.maxConnections()),
                            number(own, BrokerConfigs.MAX_CONNECTION_CREATION_RATE, file.maxPerSecond())));
            listener.keys().ifPresent(keys -> use(keys, listener, own));
        }
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // Keys say themselves what is wrong with them; a closed watch is closing.
    private void use(TlsKeys keys, Open listener, Map<String, String> own) {
        watch.between(() -> {
            keys.use(TlsProperties.with(listener.settings().tls(), stores(own)));
            return null;
        });
    }

    @Override
    public CompletableFuture<Optional<String>> complaint(Map<String, String> values) {
        var unknown = new TreeSet<String>();
        for (String name : values.keySet()) {
            ListenerConfigs.parse(name)
                    .filter(parts ->
                            open.stream().noneMatch(listener -> listener.name().equals(parts.listener())))
                    .ifPresent(parts -> unknown.add(parts.listener()));
        }
        if (!unknown.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.of("This broker has no listener " + unknown
                    + "; its listeners are " + open.stream().map(Open::name).toList()));
        }
        return watch.between(() -> open.stream()
                .flatMap(listener -> storeComplaint(listener, values).stream())
                .findFirst());
    }

    private static Optional<String> storeComplaint(Open listener, Map<String, String> values) {
        Map<String, String> stores = stores(own(listener, values));
        if (listener.keys().isEmpty()) {
            return stores.isEmpty()
                    ? Optional.empty()
                    : Optional.of("Listener " + listener.settings().name() + " speaks "
                            + listener.settings().protocol() + ", which has no use for "
                            + new TreeSet<>(stores.keySet()));
        }
        return listener.keys()
                .get()
                .complaint(TlsProperties.with(listener.settings().tls(), stores));
    }

    @Override
    public CompletableFuture<Void> settled() {
        return watch.between(() -> null);
    }

    /** What is set for this listener, by the names without the listener's. */
    private static Map<String, String> own(Open listener, Map<String, String> values) {
        Map<String, String> own = new HashMap<>();
        values.forEach((name, value) -> ListenerConfigs.parse(name)
                .filter(parts -> parts.listener().equals(listener.name()))
                .ifPresent(parts -> own.put(parts.config(), value)));
        return own;
    }

    private static Map<String, String> stores(Map<String, String> own) {
        Map<String, String> stores = new HashMap<>(own);
        stores.keySet().retainAll(ListenerConfigs.STORES);
        return stores;
    }

    private static int number(Map<String, String> own, String name, int file) {
        return Optional.ofNullable(own.get(name))
                .map(String::trim)
                .map(Integer::parseInt)
                .orElse(file);
    }
}
