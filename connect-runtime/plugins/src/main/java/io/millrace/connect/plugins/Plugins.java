package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.PluginEntry;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.index.PluginLocation;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.plugins.index.ServiceManifests;
import io.millrace.connect.plugins.loader.LoaderSwap;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import io.millrace.connect.plugins.loader.SharedClassLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins of one worker: found once, each location behind a class loader of its own. */
public final class Plugins implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Plugins.class);
    private static final Set<PluginKind> CONNECTORS = EnumSet.of(PluginKind.SINK, PluginKind.SOURCE);
    private static final String SIMPLE_HEADER_CONVERTER = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

    private final List<PluginClassLoader> loaders;
    private final PluginCatalog catalog;

    private Plugins(List<PluginClassLoader> loaders, PluginCatalog catalog) {
        this.loaders = loaders;
        this.catalog = catalog;
    }

    /** Opens what lies in the entries of a plugin path, next to what the hub itself brings. */
    public static Plugins open(List<Path> pluginPath) {
        ClassLoader hub = Plugins.class.getClassLoader();
        SharedClassLoader shared = new SharedClassLoader(hub);
        List<PluginClassLoader> loaders = new ArrayList<>();
        List<PluginDescriptor> descriptors = new ArrayList<>();
        for (Path entry : pluginPath) {
            for (PluginLocation location : PluginPath.locations(entry)) {
                PluginClassLoader loader = new PluginClassLoader(location.path(), location.classPath(), shared);
                loaders.add(loader);
                for (PluginEntry found : ServiceManifests.read(loader)) {
                    descriptors.add(new PluginDescriptor(
                            found.kind(), found.className(), location.path().toString(), loader));
                }
            }
        }
        for (PluginEntry found : ServiceManifests.read(hub)) {
            descriptors.add(new PluginDescriptor(found.kind(), found.className(), PluginDescriptor.CLASSPATH, hub));
        }
        return new Plugins(loaders, new PluginCatalog(descriptors));
    }

    /** Every plugin, those of the plugin path first. */
    public List<PluginDescriptor> descriptors() {
        return catalog.descriptors();
    }

    /** What a connector's class name or alias means. */
    public PluginDescriptor connector(String classOrAlias) {
        return find(CONNECTORS, classOrAlias);
    }

    /** What the class name or alias of a plugin of this kind means. */
    public PluginDescriptor find(PluginKind kind, String classOrAlias) {
        return find(EnumSet.of(kind), classOrAlias);
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
        return newInstance(connector.loader(), taskClass, Task.class);
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
        PluginHandle<Converter> converter = newInstance(find(PluginKind.CONVERTER, className), Converter.class);
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
        PluginHandle<HeaderConverter> converter =
                newInstance(find(PluginKind.HEADER_CONVERTER, className), HeaderConverter.class);
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
        return newInstance(descriptor.loader(), descriptor.className(), type);
    }

    /** A fresh instance that is configured with {@code config}. */
    public <T extends Configurable> PluginHandle<T> newConfigured(
            PluginDescriptor descriptor, Class<T> type, Map<String, ?> config) {
        PluginHandle<T> handle = newInstance(descriptor, type);
        handle.run(instance -> instance.configure(config));
        return handle;
    }

    private PluginDescriptor find(Set<PluginKind> kinds, String name) {
        List<PluginDescriptor> named = catalog.named(kinds, name);
        if (named.isEmpty()) {
            String hint = catalog.unknown(kinds, name);
            String what = kinds.equals(CONNECTORS)
                    ? "Connector"
                    : kinds.iterator().next().restName().replace('_', ' ');
            throw new UnknownPluginException("Failed to find any class that implements " + what
                    + " and which name matches " + name + (hint.isEmpty() ? "" : "; " + hint));
        }
        return named.get(0);
    }

    private static <T> PluginHandle<T> newInstance(ClassLoader loader, String className, Class<T> type) {
        try {
            return LoaderSwap.under(loader, () -> {
                Class<?> loaded = Class.forName(className, true, loader);
                return new PluginHandle<>(
                        type.cast(loaded.getDeclaredConstructor().newInstance()), loader);
            });
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConfigException(
                    "Cannot make an instance of " + className + " as a " + type.getSimpleName() + ": " + cause);
        }
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
        for (PluginClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOGGER.warn("plugin loader did not close location={}", loader.location(), e);
            }
        }
    }
}
