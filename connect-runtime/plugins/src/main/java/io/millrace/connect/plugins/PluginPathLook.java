package io.millrace.connect.plugins;

import io.millrace.connect.plugins.PluginChanges.BrokenPlugin;
import io.millrace.connect.plugins.index.LocationStamp;
import io.millrace.connect.plugins.index.PluginLocation;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.plugins.loader.PluginClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what lies in the plugin path with what is loaded. A change is made only when a second look finds the location
 * as the one before did, so that a copy under way is left alone. One thread.
 */
final class PluginPathLook {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginPathLook.class);

    private final LiveSources live;
    private final List<Path> pluginPath;
    private Map<Path, Seen> earlier = new LinkedHashMap<>();
    private final Map<Path, Defect> defects = new TreeMap<>();
    private boolean firstLookDone;

    PluginPathLook(LiveSources live, List<Path> pluginPath) {
        this.live = live;
        this.pluginPath = List.copyOf(pluginPath);
        live.current()
                .locations()
                .forEach(open -> earlier.put(open.path(), new Seen(open.location(), Optional.of(open.stamp()))));
    }

    /** A location whose files could not be looked at, since they change at this moment, has no stamp. */
    private record Seen(PluginLocation location, Optional<LocationStamp> stamp) {
        boolean settledSince(Seen before) {
            return stamp.isPresent() && equals(before);
        }
    }

    private record Defect(LocationStamp stamp, String reason) {}

    /** What one look comes to. */
    private static final class Outcome {
        final List<OpenLocation> next = new ArrayList<>();
        final List<Path> added = new ArrayList<>();
        final List<Path> replaced = new ArrayList<>();
        final List<Path> removed = new ArrayList<>();
        final List<Path> changing = new ArrayList<>();

        boolean changes() {
            return !added.isEmpty() || !replaced.isEmpty() || !removed.isEmpty();
        }
    }

    /** Looks, and puts the plugins that have come, changed or gone in place of those that were. */
    PluginChanges now() {
        Map<Path, OpenLocation> loaded = live.current().locations().stream()
                .collect(Collectors.toMap(
                        OpenLocation::path, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        findFirstDefects(loaded);
        Map<Path, Seen> seen;
        try {
            seen = see();
        } catch (UncheckedIOException e) {
            // A disk that is away for a moment takes no plugin with it.
            LOGGER.warn("the plugin path cannot be read; its plugins stay as they are", e);
            return changes(new Outcome());
        }
        Outcome outcome = new Outcome();
        seen.forEach((path, location) -> look(path, location, Optional.ofNullable(loaded.remove(path)), outcome));
        loaded.forEach((path, gone) -> missing(path, gone, outcome));
        defects.keySet().retainAll(seen.keySet());
        earlier = seen;
        if (outcome.changes()) {
            live.swap(outcome.next);
            LOGGER.info(
                    "plugins changed added={} replaced={} removed={}",
                    outcome.added,
                    outcome.replaced,
                    outcome.removed);
        }
        return changes(outcome);
    }

    /** A start opens what it finds; to open all archives once more, to see whether they open, need not hold it up. */
    private void findFirstDefects(Map<Path, OpenLocation> loaded) {
        if (firstLookDone) {
            return;
        }
        firstLookDone = true;
        loaded.values().forEach(open -> open.location().defect().ifPresent(reason -> {
            defects.put(open.path(), new Defect(open.stamp(), reason));
            LOGGER.warn("plugin location is partly unreadable location={} reason={}", open.path(), reason);
        }));
    }

    private Map<Path, Seen> see() {
        Map<Path, Seen> seen = new LinkedHashMap<>();
        for (Path entry : pluginPath) {
            for (PluginLocation location : PluginPath.locations(entry)) {
                seen.put(location.path(), new Seen(location, stamp(location)));
            }
        }
        return seen;
    }

    private static Optional<LocationStamp> stamp(PluginLocation location) {
        try {
            return Optional.of(LocationStamp.of(location));
        } catch (IOException e) {
            LOGGER.debug("plugin location changes location={}", location.path(), e);
            return Optional.empty();
        }
    }

    private void look(Path path, Seen seen, Optional<OpenLocation> loaded, Outcome outcome) {
        boolean same = loaded.isPresent()
                && seen.stamp().equals(Optional.of(loaded.get().stamp()))
                && seen.location().equals(loaded.get().location());
        if (same) {
            outcome.next.add(loaded.get());
            return;
        }
        Defect known = defects.get(path);
        if (known != null && seen.stamp().equals(Optional.of(known.stamp()))) {
            loaded.ifPresent(outcome.next::add);
            return;
        }
        if (!seen.settledSince(earlier.get(path))) {
            outcome.changing.add(path);
            loaded.ifPresent(outcome.next::add);
            return;
        }
        Optional<OpenLocation> opened = open(path, seen);
        if (opened.isEmpty()) {
            loaded.ifPresent(outcome.next::add);
            return;
        }
        outcome.next.add(opened.get());
        (loaded.isPresent() ? outcome.replaced : outcome.added).add(path);
    }

    /** Empty, and a defect noted, if it cannot be used. */
    private Optional<OpenLocation> open(Path path, Seen seen) {
        LocationStamp stamp = seen.stamp().orElseThrow();
        Optional<String> defect = seen.location().defect();
        if (defect.isEmpty()) {
            try {
                OpenLocation opened = live.openCompletely(seen.location(), stamp);
                defects.remove(path);
                return Optional.of(opened);
            } catch (RuntimeException e) {
                defect = Optional.of(e.toString());
            }
        }
        defects.put(path, new Defect(stamp, defect.get()));
        LOGGER.warn("plugin location left out location={} reason={}", path, defect.get());
        return Optional.empty();
    }

    private void missing(Path path, OpenLocation loaded, Outcome outcome) {
        if (earlier.containsKey(path)) {
            outcome.changing.add(path);
            outcome.next.add(loaded);
        } else {
            outcome.removed.add(path);
        }
    }

    private PluginChanges changes(Outcome outcome) {
        List<BrokenPlugin> broken = new ArrayList<>();
        defects.forEach((path, defect) -> broken.add(new BrokenPlugin(path, defect.reason())));
        return new PluginChanges(
                List.copyOf(outcome.added),
                List.copyOf(outcome.replaced),
                List.copyOf(outcome.removed),
                List.copyOf(outcome.changing),
                List.copyOf(broken),
                live.stillUsed().stream().map(PluginClassLoader::location).toList());
    }
}
