package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.PluginKind;
import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All known plugins by name: full class names, simple names, and simple names without their kind's ending. */
final class PluginCatalog {
    private static final List<String> ENDINGS = List.of(
            "SinkConnector",
            "SourceConnector",
            "Connector",
            "HeaderConverter",
            "Converter",
            "Transformation",
            "Predicate");

    private final List<PluginDescriptor> descriptors;
    private final Map<String, String> declaredAliases;

    /** {@code declaredAliases} are the names of peers' classes that a plugin answers to in their absence. */
    PluginCatalog(Collection<PluginDescriptor> descriptors, Map<String, String> declaredAliases) {
        this.descriptors = List.copyOf(new LinkedHashSet<>(descriptors));
        this.declaredAliases = Map.copyOf(declaredAliases);
    }

    List<PluginDescriptor> descriptors() {
        return descriptors;
    }

    /**
     * The plugins that a name means. More than one is a class present in several locations; an alias that two classes
     * share means nothing.
     */
    List<PluginDescriptor> named(Set<PluginKind> kinds, String name) {
        List<PluginDescriptor> exact = new ArrayList<>();
        List<PluginDescriptor> byAlias = new ArrayList<>();
        Set<String> aliasedClasses = new LinkedHashSet<>();
        for (PluginDescriptor descriptor : descriptors) {
            if (!kinds.contains(descriptor.kind())) {
                continue;
            }
            if (descriptor.className().equals(name)) {
                exact.add(descriptor);
            } else if (aliases(descriptor).contains(name)) {
                byAlias.add(descriptor);
                aliasedClasses.add(descriptor.className());
            }
        }
        if (!exact.isEmpty()) {
            return exact;
        }
        if (aliasedClasses.size() == 1) {
            return byAlias;
        }
        // A built-in keeps its alias: installing a plugin must not change what a configuration means.
        List<PluginDescriptor> builtIn = byAlias.stream()
                .filter(descriptor -> descriptor.location().equals(PluginDescriptor.CLASSPATH))
                .toList();
        if (builtIn.size() == 1) {
            return builtIn;
        }
        String meant = declaredAliases.get(name);
        return meant == null || meant.equals(name) ? List.of() : named(kinds, meant);
    }

    /** The sentence for a name that means nothing here. */
    String unknown(Set<PluginKind> kinds, String name) {
        Set<String> known = new LinkedHashSet<>();
        Set<String> ambiguous = new LinkedHashSet<>();
        for (PluginDescriptor descriptor : descriptors) {
            if (kinds.contains(descriptor.kind())) {
                known.add(descriptor.className());
                if (aliases(descriptor).contains(name)) {
                    ambiguous.add(descriptor.className());
                }
            }
        }
        if (ambiguous.size() > 1) {
            return "The name " + name + " is ambiguous, it may mean " + String.join(" or ", ambiguous)
                    + "; give the full class name";
        }
        String what = kinds.size() > 1
                ? "Connector"
                : kinds.iterator().next().baseClassName().replaceFirst(".*\\.", "");
        String hint = nearest(kinds, name, known);
        if (kinds.size() > 1 && !kinds.stream().allMatch(PluginKind::isConnector)) {
            return "Unknown plugin " + name + "." + (hint.isEmpty() ? "" : " " + hint);
        }
        return "Failed to find any class that implements " + what + " and which name matches " + name
                + (hint.isEmpty() ? "" : "; " + hint);
    }

    private String nearest(Set<PluginKind> kinds, String name, Set<String> known) {
        List<String> nearest = NearestName.several(name, known);
        if (nearest.isEmpty()) {
            // A wrong package around a right class name is far away by letters, yet the commonest mistake.
            String simpleName = name.substring(name.lastIndexOf('.') + 1);
            nearest = descriptors.stream()
                    .filter(descriptor -> kinds.contains(descriptor.kind()))
                    .filter(descriptor -> !NearestName.several(simpleName, aliases(descriptor))
                            .isEmpty())
                    .map(PluginDescriptor::className)
                    .distinct()
                    .limit(3)
                    .toList();
        }
        return nearest.isEmpty() ? "" : "did you mean " + String.join(" or ", nearest) + "?";
    }

    private static Set<String> aliases(PluginDescriptor descriptor) {
        Set<String> aliases = new LinkedHashSet<>();
        String simpleName = descriptor.simpleName();
        aliases.add(simpleName);
        int outer = simpleName.lastIndexOf('$');
        if (outer > 0) {
            aliases.add(simpleName.substring(outer + 1));
        }
        for (String ending : ENDINGS) {
            if (simpleName.endsWith(ending) && simpleName.length() > ending.length()) {
                aliases.add(simpleName.substring(0, simpleName.length() - ending.length()));
            }
        }
        if (descriptor.kind() == PluginKind.OVERRIDE_POLICY) {
            aliases.add(simpleName.replace("ConnectorClientConfigOverridePolicy", ""));
        }
        return aliases;
    }
}
