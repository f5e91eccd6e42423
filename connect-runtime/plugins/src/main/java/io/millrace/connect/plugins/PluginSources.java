package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.DeclaredAliases;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.index.ServiceManifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The locations of a plugin path at one time and what lies in them, known in two steps: what manifests announce, at once,
 * and what only a scan of class files finds, when that is done, since a start need not wait for it. Never changes.
 */
final class PluginSources {
    private final ClassLoader hub;
    private final List<OpenLocation> locations;
    private final PluginCatalog announced;
    private final CompletableFuture<PluginCatalog> complete;

    PluginSources(ClassLoader hub, List<OpenLocation> locations) {
        this.hub = hub;
        this.locations = List.copyOf(locations);
        Map<String, String> aliases = new LinkedHashMap<>(DeclaredAliases.read(hub));
        locations.forEach(location -> aliases.putAll(location.aliases()));
        List<PluginDescriptor> descriptors = new ArrayList<>();
        locations.forEach(location -> descriptors.addAll(location.announced()));
        ServiceManifests.read(hub)
                .forEach(found -> descriptors.add(
                        new PluginDescriptor(found.kind(), found.className(), PluginDescriptor.CLASSPATH, hub)));
        this.announced = new PluginCatalog(descriptors, aliases);
        this.complete = CompletableFuture.allOf(
                        locations.stream().map(OpenLocation::scanned).toArray(CompletableFuture[]::new))
                .thenApply(scanned -> new PluginCatalog(
                        Stream.concat(
                                        descriptors.stream(),
                                        locations.stream().flatMap(location -> location.scanned().join().stream()))
                                .toList(),
                        aliases));
    }

    /** In the order of the plugin path. */
    List<OpenLocation> locations() {
        return locations;
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
        for (OpenLocation location : locations) {
            if (location.loader().findResource(className.replace('.', '/') + ".class") != null) {
                UnannouncedClass.find(kinds, className, location.path().toString(), location.loader())
                        .ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            UnannouncedClass.find(kinds, className, PluginDescriptor.CLASSPATH, hub)
                    .ifPresent(found::add);
        }
        return found;
    }
}
