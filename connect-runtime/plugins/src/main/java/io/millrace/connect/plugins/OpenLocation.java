package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.ClassFileScan;
import io.millrace.connect.plugins.index.DeclaredAliases;
import io.millrace.connect.plugins.index.LocationStamp;
import io.millrace.connect.plugins.index.PluginEntry;
import io.millrace.connect.plugins.index.PluginLocation;
import io.millrace.connect.plugins.index.ServiceManifests;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import io.millrace.connect.plugins.loader.SharedClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A location as it was when it was opened: its loader, and what lies in it.
 *
 * @param announced what its manifests tell of
 * @param aliases the names of peers' classes that it answers to
 * @param scanned what else a scan of its class files finds; not complete before somebody scans
 */
record OpenLocation(
        PluginLocation location,
        LocationStamp stamp,
        PluginClassLoader loader,
        List<PluginDescriptor> announced,
        Map<String, String> aliases,
        CompletableFuture<List<PluginDescriptor>> scanned) {

    /** Reads manifests, no classes; fails with whatever is wrong with them. */
    static OpenLocation open(PluginLocation location, LocationStamp stamp, SharedClassLoader shared) {
        PluginClassLoader loader = new PluginClassLoader(location.path(), location.classPath(), shared);
        try {
            List<PluginEntry> found = ServiceManifests.read(loader);
            CompletableFuture<List<PluginDescriptor>> scanned = new CompletableFuture<>();
            // A location whose manifests name a connector is taken at its word; any other is read class by class.
            if (found.stream().anyMatch(plugin -> plugin.kind().isConnector())) {
                scanned.complete(List.of());
            }
            return new OpenLocation(
                    location, stamp, loader, described(found, location, loader), DeclaredAliases.read(loader), scanned);
        } catch (Throwable e) {
            loader.retire();
            throw e;
        }
    }

    /** Reads its class files, unless that is needless or done. */
    void scan(ClassLoader hub) {
        if (!scanned.isDone()) {
            scanned.complete(described(ClassFileScan.scan(location, hub), location, loader));
        }
    }

    private static List<PluginDescriptor> described(
            List<PluginEntry> entries, PluginLocation location, PluginClassLoader loader) {
        return entries.stream()
                .map(entry -> new PluginDescriptor(
                        entry.kind(), entry.className(), location.path().toString(), loader))
                .toList();
    }

    Path path() {
        return location.path();
    }
}
