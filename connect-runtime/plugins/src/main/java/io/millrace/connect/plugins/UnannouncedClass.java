package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.PluginKind;
import java.util.Optional;
import java.util.Set;

/** Recognises a class that somebody names in full, though neither a manifest nor a scan tells of it. */
final class UnannouncedClass {
    private UnannouncedClass() {}

    /** The class as a plugin of one of the kinds, if the loader has it at all. Loads it, but runs none of its code. */
    static Optional<PluginDescriptor> find(Set<PluginKind> kinds, String name, String location, ClassLoader loader) {
        if (loader.getResource(name.replace('.', '/') + ".class") == null) {
            return Optional.empty();
        }
        try {
            Class<?> candidate = Class.forName(name, false, loader);
            for (PluginKind kind : kinds) {
                if (Class.forName(kind.baseClassName(), false, loader).isAssignableFrom(candidate)) {
                    return Optional.of(new PluginDescriptor(kind, name, location, loader));
                }
            }
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            // It is there, but its own libraries are not: no plugin that anybody could run.
            return Optional.empty();
        }
    }
}
