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
    private final LoaderUses uses;
    private final PluginArchives archives;

    /** A loader over the jars or directories of one location. */
    public PluginClassLoader(Path location, List<Path> classPath, SharedClassLoader parent) {
        super("plugin:" + location.getFileName(), urls(classPath), parent);
        this.location = location;
        this.uses = new LoaderUses(this, getName());
        this.archives = PluginArchives.open(classPath);
    }

    /** Where the plugin lies. */
    public Path location() {
        return location;
    }

    /** The plugin is gone or replaced: the loader closes as soon as nobody uses it. */
    public void retire() {
        uses.retire();
    }

    /** How many leases of this loader there are. */
    public int useCount() {
        return uses.count();
    }

    /** Whether it was retired and nobody uses it any more. */
    public boolean closed() {
        return uses.closed();
    }

    LoaderUses uses() {
        return uses;
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
    public URL findResource(String name) {
        return archives.own(super.findResource(name));
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = new ArrayList<>();
        super.findResources(name).asIterator().forEachRemaining(url -> found.add(archives.own(url)));
        return Collections.enumeration(found);
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

    @Override
    public void close() throws IOException {
        try (archives) {
            super.close();
        }
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
