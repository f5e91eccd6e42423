package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.PluginChanges;
import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The list of plugins with their versions. A version is known only to the plugin's own code, which may hang; so versions
 * are asked for in the background, and a list goes out without those that do not come in time.
 */
final class PluginListing {
    private static final long VERSIONS_WAIT_MS = 5_000;
    private static final Set<PluginKind> LISTED = EnumSet.of(
            PluginKind.SINK,
            PluginKind.SOURCE,
            PluginKind.TRANSFORMATION,
            PluginKind.PREDICATE,
            PluginKind.CONVERTER,
            PluginKind.HEADER_CONVERTER);

    private final ConnectorValidator plugins;
    private final Map<PluginDescriptor, Version> versions = new ConcurrentHashMap<>();

    PluginListing(ConnectorValidator plugins) {
        this.plugins = plugins;
    }

    /** A version that may never come, and how long lists wait for it, counted from the first of them. */
    private record Version(CompletableFuture<Optional<String>> told, CompletableFuture<Optional<String>> awaited) {
        static Version of(CompletableFuture<Optional<String>> asked) {
            CompletableFuture<Optional<String>> told = asked.exceptionally(failure -> Optional.empty());
            return new Version(
                    told, told.copy().completeOnTimeout(Optional.empty(), VERSIONS_WAIT_MS, TimeUnit.MILLISECONDS));
        }
    }

    CompletableFuture<List<Map<String, Object>>> list(boolean connectorsOnly) {
        return plugins.descriptors().thenCompose(all -> {
            // A plugin that is gone could not be unloaded as long as its version is remembered.
            versions.keySet().retainAll(all);
            List<PluginDescriptor> listed = all.stream()
                    .filter(descriptor ->
                            connectorsOnly ? descriptor.kind().isConnector() : LISTED.contains(descriptor.kind()))
                    .sorted(Comparator.comparing(PluginDescriptor::kind).thenComparing(PluginDescriptor::className))
                    .toList();
            return withVersions(listed);
        });
    }

    private CompletableFuture<List<Map<String, Object>>> withVersions(List<PluginDescriptor> listed) {
        List<Version> asked = listed.stream().map(this::version).toList();
        return CompletableFuture.allOf(asked.stream().map(Version::awaited).toArray(CompletableFuture[]::new))
                .thenApply(waited -> {
                    List<Map<String, Object>> documents = new ArrayList<>();
                    for (int i = 0; i < listed.size(); i++) {
                        documents.add(
                                document(listed.get(i), asked.get(i).told().getNow(Optional.empty())));
                    }
                    return documents;
                });
    }

    private Version version(PluginDescriptor descriptor) {
        return versions.computeIfAbsent(descriptor, unasked -> Version.of(plugins.version(unasked)));
    }

    private static Map<String, Object> document(PluginDescriptor descriptor, Optional<String> version) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("class", descriptor.className());
        document.put("type", descriptor.kind().restName());
        version.ifPresent(known -> document.put("version", known));
        return document;
    }

    static Map<String, Object> changes(PluginChanges changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("added", names(changes.added()));
        document.put("replaced", names(changes.replaced()));
        document.put("removed", names(changes.removed()));
        document.put("changing", names(changes.changing()));
        document.put(
                "broken",
                changes.broken().stream()
                        .map(plugin -> Map.of(
                                "location", plugin.location().toString(),
                                "reason", plugin.reason()))
                        .toList());
        document.put("still_used", names(changes.stillUsed()));
        return document;
    }

    private static List<String> names(List<Path> locations) {
        return locations.stream().map(Path::toString).toList();
    }
}
