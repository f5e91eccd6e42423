package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.ClassFileScan;
import io.millrace.connect.plugins.index.DeclaredAliases;
import io.millrace.connect.plugins.index.PluginEntry;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.index.PluginLocation;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.plugins.index.ServiceManifests;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import io.millrace.connect.plugins.loader.SharedClassLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locations of a plugin path and what lies in them, known in two steps: what manifests announce, at once, and what
 * only a scan of class files finds, in the background, since a start need not wait for it.
 */
final class PluginSources implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginSources.class);

    private final ClassLoader hub;
    private final List<PluginClassLoader> loaders;
    private final PluginCatalog announced;
    private final CompletableFuture<PluginCatalog> complete;

    private PluginSources(
            ClassLoader hub,
            List<PluginClassLoader> loaders,
            PluginCatalog announced,
            CompletableFuture<PluginCatalog> complete) {
        this.hub = hub;
        this.loaders = loaders;
        this.announced = announced;
        this.complete = complete;
    }

    static PluginSources open(List<Path> pluginPath, ClassLoader hub) {
        SharedClassLoader shared = new SharedClassLoader(hub);
        List<PluginClassLoader> loaders = new ArrayList<>();
        List<PluginDescriptor> descriptors = new ArrayList<>();
        Map<String, String> aliases = new LinkedHashMap<>(DeclaredAliases.read(hub));
        Map<PluginLocation, PluginClassLoader> silent = new LinkedHashMap<>();
        for (Path entry : pluginPath) {
            for (PluginLocation location : PluginPath.locations(entry)) {
                PluginClassLoader loader = new PluginClassLoader(location.path(), location.classPath(), shared);
                loaders.add(loader);
                List<PluginEntry> found = ServiceManifests.read(loader);
                descriptors.addAll(described(found, location, loader));
                aliases.putAll(DeclaredAliases.read(loader));
                if (found.stream().noneMatch(plugin -> plugin.kind().isConnector())) {
                    silent.put(location, loader);
                }
            }
        }
        for (PluginEntry found : ServiceManifests.read(hub)) {
            descriptors.add(new PluginDescriptor(found.kind(), found.className(), PluginDescriptor.CLASSPATH, hub));
        }
        PluginCatalog announced = new PluginCatalog(descriptors, aliases);
        return new PluginSources(hub, loaders, announced, scanned(announced, aliases, silent, hub));
    }

    private static List<PluginDescriptor> described(
            List<PluginEntry> entries, PluginLocation location, PluginClassLoader loader) {
        return entries.stream()
                .map(entry -> new PluginDescriptor(
                        entry.kind(), entry.className(), location.path().toString(), loader))
                .toList();
    }

    /** Locations whose manifests name a connector are taken at their word; the others are read class by class. */
    private static CompletableFuture<PluginCatalog> scanned(
            PluginCatalog announced,
            Map<String, String> aliases,
            Map<PluginLocation, PluginClassLoader> silent,
            ClassLoader hub) {
        if (silent.isEmpty()) {
            return CompletableFuture.completedFuture(announced);
        }
        CompletableFuture<PluginCatalog> result = new CompletableFuture<>();
        Thread scanner = new Thread(
                () -> {
                    try {
                        List<PluginDescriptor> descriptors = new ArrayList<>(announced.descriptors());
                        silent.forEach((location, loader) ->
                                descriptors.addAll(described(ClassFileScan.scan(location, hub), location, loader)));
                        result.complete(new PluginCatalog(descriptors, aliases));
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "connect-plugin-scan");
        scanner.setDaemon(true);
        scanner.start();
        return result;
    }

    /** What manifests announce; never waits. */
    PluginCatalog announced() {
        return announced;
    }

    /** Everything; waits for the scan to end. */
    PluginCatalog complete() {
        return complete.join();
    }

    /** What is known by now; never waits. */
    PluginCatalog soFar() {
        return complete.isDone() && !complete.isCompletedExceptionally() ? complete.join() : announced;
    }

    /** Plugins that neither manifests nor scans tell of, by full class name. */
    List<PluginDescriptor> unannounced(Set<PluginKind> kinds, String className) {
        List<PluginDescriptor> found = new ArrayList<>();
        for (PluginClassLoader loader : loaders) {
            if (loader.findResource(className.replace('.', '/') + ".class") != null) {
                UnannouncedClass.find(kinds, className, loader.location().toString(), loader)
                        .ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            UnannouncedClass.find(kinds, className, PluginDescriptor.CLASSPATH, hub)
                    .ifPresent(found::add);
        }
        return found;
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
