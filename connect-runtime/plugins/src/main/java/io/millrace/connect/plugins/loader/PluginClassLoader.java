package io.millrace.connect.plugins.loader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Loads one plugin location: its own classes before the shared ones, the API always from the hub. */
public final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Path location;

    /** A loader over the jars or directories of one location. */
    public PluginClassLoader(Path location, List<Path> classPath, SharedClassLoader parent) {
        super("plugin:" + location.getFileName(), urls(classPath), parent);
        this.location = location;
    }

    /** Where the plugin lies. */
    public Path location() {
        return location;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = loadFirstFound(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> loadFirstFound(String name) throws ClassNotFoundException {
        if (SharedClasses.platformFirst(name) || SharedClasses.hubFirst(name)) {
            return super.loadClass(name, false);
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException notInThePlugin) {
            return getParent().loadClass(name);
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        found.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(found);
    }

    private static URL[] urls(List<Path> classPath) {
        return classPath.stream().map(PluginClassLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("a plugin path that is no URL: " + path, e);
        }
    }
}
