package io.millrace.connect.plugins;

import io.millrace.connect.plugins.PluginChanges.BrokenPlugin;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.loader.LoaderLease;
import io.millrace.connect.plugins.loader.LoaderSwap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * The plugins of one worker, each location behind a class loader of its own. What lies in the plugin path may change:
 * whatever is found or made from then on is of the new plugins, and what was made before keeps its own until it is closed.
 */
public final class Plugins implements AutoCloseable {
    private static final Set<PluginKind> CONNECTORS = EnumSet.of(PluginKind.SINK, PluginKind.SOURCE);
    private static final String SIMPLE_HEADER_CONVERTER = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

    private final LiveSources live;
    private final PluginWatch watch;
    private final PluginVersions versions = new PluginVersions();

    private Plugins(LiveSources live, PluginWatch watch) {
        this.live = live;
        this.watch = watch;
    }

    /** Opens what lies in the entries of a plugin path, next to what the hub itself brings. */
    public static Plugins open(List<Path> pluginPath) {
        LiveSources live = LiveSources.open(pluginPath, Plugins.class.getClassLoader());
        return new Plugins(live, new PluginWatch(new PluginPathLook(live, pluginPath)));
    }

    /**
     * Looks at the plugin path by itself until the result is closed. A location that is new, changed or gone is taken as
     * such when it is found so twice, an interval apart.
     */
    public AutoCloseable watch(Duration interval) {
        return watch.every(interval);
    }

    /** Looks at the plugin path now and once more a second later, on a thread of its own, and tells what has changed. */
    public CompletableFuture<PluginChanges> refresh() {
        return watch.refresh();
    }

    /** Locations that could not be used when the plugin path was last looked at. */
    public List<BrokenPlugin> broken() {
        return watch.broken();
    }

    /** Grows when plugins were added, replaced or removed: what they said before is outdated then. */
    public long edition() {
        return live.edition();
    }

    /**
     * Runs an action during which no plugin of now is closed, so that what it finds can also be made. Whatever it makes and
     * leaves open stays usable after it.
     */
    public <R, E extends Exception> R whileLoaded(LoaderSwap.Action<R, E> action) throws E {
        List<LoaderLease> leases = live.lease();
        try {
            return action.run();
        } finally {
            leases.forEach(LoaderLease::close);
        }
    }

    /** Every plugin, those of the plugin path first. Waits for the scan of locations without manifests. */
    public List<PluginDescriptor> descriptors() {
        return live.current().complete().descriptors();
    }

    /** The version that a plugin says it has. Asking for the first time runs plugin code. */
    public Optional<String> version(PluginDescriptor descriptor) {
        return versions.of(descriptor);
    }

    /**
     * The connector that a name means as far as its kind and class are concerned: of several versions one is as good as
     * the other. Neither waits for the scan nor runs plugin code, and may be asked on any thread.
     */
    public Optional<PluginDescriptor> knownConnector(String classOrAlias) {
        return known(CONNECTORS, classOrAlias);
    }

    /** The same for a plugin of any kind. */
    public Optional<PluginDescriptor> known(String classOrAlias) {
        return known(EnumSet.allOf(PluginKind.class), classOrAlias);
    }

    private Optional<PluginDescriptor> known(Set<PluginKind> kinds, String name) {
        PluginSources sources = live.current();
        List<PluginDescriptor> named = sources.soFar().named(kinds, name);
        return (named.isEmpty() ? sources.unannounced(kinds, name) : named)
                .stream().findFirst();
    }

    /** What a connector's class name or alias means. Like everything below it may wait and may run plugin code. */
    public PluginDescriptor connector(String classOrAlias) {
        return find(CONNECTORS, classOrAlias, Optional.empty());
    }

    /** The connector that a configuration means by {@code connector.class} and {@code connector.plugin.version}. */
    public PluginDescriptor connectorOf(Map<String, String> connectorConfig) {
        String className = connectorConfig.get("connector.class");
        if (className == null || className.isBlank()) {
            throw new ConfigException("Connector config contains no connector type; set connector.class");
        }
        return find(CONNECTORS, className.trim(), pinned(connectorConfig, "connector.plugin.version"));
    }

    /** What the class name or alias of a plugin of this kind means. */
    public PluginDescriptor find(PluginKind kind, String classOrAlias) {
        return find(kind, classOrAlias, Optional.empty());
    }

    /** The same, of a version or a range of versions as Maven writes them (KIP-891). */
    public PluginDescriptor find(PluginKind kind, String classOrAlias, Optional<String> version) {
        return find(EnumSet.of(kind), classOrAlias, version);
    }

    /** What a name means, whatever its kind. */
    public PluginDescriptor any(String classOrAlias, Optional<String> version) {
        return find(EnumSet.allOf(PluginKind.class), classOrAlias, version);
    }

    /** A fresh connector, not yet initialised. */
    public PluginHandle<Connector> newConnector(String classOrAlias) {
        return newConnector(connector(classOrAlias));
    }

    /** A fresh connector of a known class, not yet initialised. */
    public PluginHandle<Connector> newConnector(PluginDescriptor descriptor) {
        return newInstance(descriptor, Connector.class);
    }

    /** A fresh task, loaded by the loader of its connector. */
    public PluginHandle<Task> newTask(PluginDescriptor connector, String taskClass) {
        return Instances.make(connector.loader(), taskClass, Task.class);
    }

    /** The configured key or value converter: the connector's own if it names one, else the worker's. */
    public PluginHandle<Converter> newConverter(
            boolean isKey, Map<String, String> connectorConfig, Map<String, String> workerConfig) {
        String key = isKey ? "key.converter" : "value.converter";
        Map<String, String> config = connectorConfig.get(key) != null ? connectorConfig : workerConfig;
        String className = config.get(key);
        if (className == null) {
            throw new ConfigException("Missing required configuration \"" + key + "\" which has no default value.");
        }
        PluginHandle<Converter> converter = newInstance(
                find(PluginKind.CONVERTER, className, pinned(config, key + ".plugin.version")), Converter.class);
        Map<String, Object> own = withPrefixRemoved(config, key + ".");
        own.put(ConverterConfig.TYPE_CONFIG, (isKey ? ConverterType.KEY : ConverterType.VALUE).getName());
        converter.run(instance -> instance.configure(own, isKey));
        return converter;
    }

    /** The configured header converter: the connector's own, else the worker's, else the simple one. */
    public PluginHandle<HeaderConverter> newHeaderConverter(
            Map<String, String> connectorConfig, Map<String, String> workerConfig) {
        String key = "header.converter";
        Map<String, String> config = connectorConfig.get(key) != null ? connectorConfig : workerConfig;
        String className = config.getOrDefault(key, SIMPLE_HEADER_CONVERTER);
        PluginHandle<HeaderConverter> converter = newInstance(
                find(PluginKind.HEADER_CONVERTER, className, pinned(config, key + ".plugin.version")),
                HeaderConverter.class);
        Map<String, Object> own = withPrefixRemoved(config, key + ".");
        own.put(ConverterConfig.TYPE_CONFIG, ConverterType.HEADER.getName());
        converter.run(instance -> instance.configure(own));
        return converter;
    }

    /** The configured chain of transformations of a connector, with their predicates. */
    public List<TransformationStep> newTransformations(Map<String, String> connectorConfig) {
        return TransformationChain.open(this, connectorConfig);
    }

    /** A fresh transformation, not yet configured. */
    @SuppressWarnings("unchecked")
    public PluginHandle<Transformation<?>> newTransformation(PluginDescriptor descriptor) {
        return (PluginHandle<Transformation<?>>) (PluginHandle<?>) newInstance(descriptor, Transformation.class);
    }

    /** A fresh predicate, not yet configured. */
    @SuppressWarnings("unchecked")
    public PluginHandle<Predicate<?>> newPredicate(PluginDescriptor descriptor) {
        return (PluginHandle<Predicate<?>>) (PluginHandle<?>) newInstance(descriptor, Predicate.class);
    }

    /** A fresh instance of a described plugin, not yet configured. */
    public <T> PluginHandle<T> newInstance(PluginDescriptor descriptor, Class<T> type) {
        return Instances.make(descriptor.loader(), descriptor.className(), type);
    }

    /** A fresh instance that is configured with {@code config}. */
    public <T extends Configurable> PluginHandle<T> newConfigured(
            PluginDescriptor descriptor, Class<T> type, Map<String, ?> config) {
        PluginHandle<T> handle = newInstance(descriptor, type);
        handle.run(instance -> instance.configure(config));
        return handle;
    }

    private PluginDescriptor find(Set<PluginKind> kinds, String name, Optional<String> version) {
        PluginSources sources = live.current();
        List<PluginDescriptor> named = sources.announced().named(kinds, name);
        if (named.isEmpty()) {
            named = sources.complete().named(kinds, name);
        }
        if (named.isEmpty()) {
            named = sources.unannounced(kinds, name);
        }
        if (named.isEmpty()) {
            throw new UnknownPluginException(sources.complete().unknown(kinds, name), false);
        }
        return version.isEmpty() ? versions.newest(named) : versions.newestWithin(named, version.get());
    }

    /** The version that a configuration insists on. */
    static Optional<String> pinned(Map<String, String> config, String key) {
        return Optional.ofNullable(config.get(key)).filter(version -> !version.isBlank());
    }

    /** The entries below a prefix, without it. */
    static Map<String, Object> withPrefixRemoved(Map<String, String> config, String prefix) {
        Map<String, Object> own = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }

    @Override
    public void close() {
        watch.close();
        live.close();
    }
}
