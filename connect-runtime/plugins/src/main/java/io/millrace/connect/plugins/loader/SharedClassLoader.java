package io.millrace.connect.plugins.loader;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The parent of every plugin: the JDK, and of the hub only what {@link SharedClasses} names. The hub's own Jackson, Netty
 * or Avro cannot be seen through it, neither as classes nor as resources; a service manifest that leaks would make a
 * plugin's library load a provider of another version.
 */
public final class SharedClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader hub;

    /** Shows a part of {@code hub} to plugins. */
    public SharedClassLoader(ClassLoader hub) {
        super("millrace-shared", ClassLoader.getPlatformClassLoader());
        this.hub = hub;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SharedClasses.visibleToPlugins(name)) {
            return hub.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected URL findResource(String name) {
        return SharedClasses.resourceVisibleToPlugins(name) ? hub.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return SharedClasses.resourceVisibleToPlugins(name) ? hub.getResources(name) : Collections.emptyEnumeration();
    }
}
