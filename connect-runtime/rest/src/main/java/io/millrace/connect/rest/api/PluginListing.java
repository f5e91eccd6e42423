package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.index.PluginKind;
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
import java.util.concurrent.Executor;
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

    private final Plugins plugins;
    private final Executor pluginThreads;
    private final Map<PluginDescriptor, CompletableFuture<Optional<String>>> versions = new ConcurrentHashMap<>();

    /** {@code pluginThreads} may hang without harm to the server. */
    PluginListing(Plugins plugins, Executor pluginThreads) {
        this.plugins = plugins;
        this.pluginThreads = pluginThreads;
    }

    CompletableFuture<List<Map<String, Object>>> list(boolean connectorsOnly) {
        List<PluginDescriptor> listed = plugins.descriptors().stream()
                .filter(descriptor ->
                        connectorsOnly ? descriptor.kind().isConnector() : LISTED.contains(descriptor.kind()))
                .sorted(Comparator.comparing(PluginDescriptor::kind).thenComparing(PluginDescriptor::className))
                .toList();
        List<CompletableFuture<Optional<String>>> asked =
                listed.stream().map(this::version).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, VERSIONS_WAIT_MS, TimeUnit.MILLISECONDS);
        return all.thenApply(waited -> {
            List<Map<String, Object>> documents = new ArrayList<>();
            for (int i = 0; i < listed.size(); i++) {
                documents.add(document(listed.get(i), asked.get(i).getNow(Optional.empty())));
            }
            return documents;
        });
    }

    private CompletableFuture<Optional<String>> version(PluginDescriptor descriptor) {
        return versions.computeIfAbsent(
                descriptor, asked -> CompletableFuture.supplyAsync(() -> plugins.version(asked), pluginThreads));
    }

    private static Map<String, Object> document(PluginDescriptor descriptor, Optional<String> version) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("class", descriptor.className());
        document.put("type", descriptor.kind().restName());
        version.ifPresent(known -> document.put("version", known));
        return document;
    }
}
