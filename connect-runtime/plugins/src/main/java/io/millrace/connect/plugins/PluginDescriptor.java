package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.PluginKind;

/**
 * One class that the runtime can make an instance of. {@code location} is the path of its plugin, or
 * {@code classpath} for those that the hub brings.
 */
public record PluginDescriptor(PluginKind kind, String className, String location, ClassLoader loader) {
    /** The location of plugins that live in the hub itself. */
    public static final String CLASSPATH = "classpath";

    /** The class name without its package. */
    public String simpleName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
