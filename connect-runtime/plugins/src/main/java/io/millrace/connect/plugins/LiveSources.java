package io.millrace.connect.plugins;

import io.millrace.connect.plugins.index.LocationStamp;
import io.millrace.connect.plugins.index.PluginLocation;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.plugins.loader.ClosedPluginException;
import io.millrace.connect.plugins.loader.LoaderLease;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import io.millrace.connect.plugins.loader.SharedClassLoader;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of now. One thread at a time puts others in their place; a loader that is no longer among them closes when
 * its last lease ends.
 */
final class LiveSources implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveSources.class);

    /** Equal to the stamp of no location with files, so that the location is looked at again. */
    private static final LocationStamp UNKNOWN = new LocationStamp(List.of());

    private final ClassLoader hub;
    private final SharedClassLoader shared;
    private final List<WeakReference<PluginClassLoader>> retired = new ArrayList<>();
    private volatile PluginSources current;
    private final AtomicLong edition = new AtomicLong();

    private LiveSources(ClassLoader hub) {
        this.hub = hub;
        this.shared = new SharedClassLoader(hub);
    }

    /** Opens all there is; what only a scan finds comes later, in the background. */
    static LiveSources open(List<Path> pluginPath, ClassLoader hub) {
        LiveSources live = new LiveSources(hub);
        List<OpenLocation> locations = new ArrayList<>();
        for (Path entry : pluginPath) {
            for (PluginLocation location : PluginPath.locations(entry)) {
                LocationStamp stamp = stampOf(location);
                try {
                    locations.add(live.open(location, stamp));
                } catch (RuntimeException e) {
                    LOGGER.warn("plugin location left out location={}", location.path(), e);
                }
            }
        }
        live.current = new PluginSources(hub, locations);
        live.scanInBackground(locations);
        return live;
    }

    private static LocationStamp stampOf(PluginLocation location) {
        try {
            return LocationStamp.of(location);
        } catch (IOException e) {
            LOGGER.debug("plugin location changes while it is opened location={}", location.path(), e);
            return UNKNOWN;
        }
    }

    private void scanInBackground(List<OpenLocation> locations) {
        if (locations.stream().allMatch(location -> location.scanned().isDone())) {
            return;
        }
        Thread scanner = new Thread(() -> locations.forEach(this::scanOrLeaveOut), "connect-plugin-scan");
        scanner.setDaemon(true);
        scanner.start();
    }

    /** Everybody waits for the scan of all: one that fails must not keep the others from being found. */
    private void scanOrLeaveOut(OpenLocation location) {
        try {
            location.scan(hub);
        } catch (Throwable e) {
            LOGGER.warn("plugin location cannot be scanned location={}", location.path(), e);
            location.scanned().complete(List.of());
        }
    }

    /** Opens one location, which belongs to the caller until it is swapped in. */
    OpenLocation open(PluginLocation location, LocationStamp stamp) {
        return OpenLocation.open(location, stamp, shared);
    }

    /** Opens one location and reads all of it. */
    OpenLocation openCompletely(PluginLocation location, LocationStamp stamp) {
        OpenLocation opened = open(location, stamp);
        try {
            opened.scan(hub);
            return opened;
        } catch (Throwable e) {
            opened.loader().retire();
            throw e;
        }
    }

    PluginSources current() {
        return current;
    }

    /** Grows with each change; whoever remembers what plugins said has to forget it then. */
    long edition() {
        return edition.get();
    }

    /** From here on these are the plugins. */
    void swap(List<OpenLocation> next) {
        PluginSources before = current;
        current = new PluginSources(hub, next);
        edition.incrementAndGet();
        for (OpenLocation location : before.locations()) {
            if (!next.contains(location)) {
                synchronized (retired) {
                    retired.add(new WeakReference<>(location.loader()));
                }
                location.loader().retire();
            }
        }
    }

    /** Loaders of plugins that were replaced or removed, and that something still uses. */
    List<PluginClassLoader> stillUsed() {
        synchronized (retired) {
            retired.removeIf(loader -> loader.get() == null || loader.get().closed());
            return retired.stream()
                    .map(WeakReference::get)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** Keeps all plugins of now open until these leases end. */
    List<LoaderLease> lease() {
        while (true) {
            PluginSources meant = current;
            List<LoaderLease> leases = new ArrayList<>();
            try {
                meant.locations().forEach(location -> leases.add(LoaderLease.of(location.loader())));
                return leases;
            } catch (ClosedPluginException e) {
                leases.forEach(LoaderLease::close);
                if (meant == current) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        List<PluginClassLoader> loaders = new ArrayList<>(stillUsed());
        current.locations().forEach(location -> loaders.add(location.loader()));
        for (PluginClassLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOGGER.warn("plugin loader did not close location={}", loader.location(), e);
            }
        }
    }
}
