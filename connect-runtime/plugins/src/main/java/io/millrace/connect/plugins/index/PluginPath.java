package io.millrace.connect.plugins.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads {@code plugin.path}: which locations lie in its directories. */
public final class PluginPath {
    /** Plugins nest their jars in {@code lib} or {@code share/java/x}; deeper trees are not plugins. */
    private static final int DEPTH_MAX = 6;

    private PluginPath() {}

    /** The directories named by a comma separated value, as in a worker's configuration. */
    public static List<Path> parse(String commaSeparated) {
        if (commaSeparated == null || commaSeparated.isBlank()) {
            return List.of();
        }
        return Arrays.stream(commaSeparated.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part).toAbsolutePath().normalize())
                .distinct()
                .toList();
    }

    /** The isolated units in one entry of the plugin path; a missing directory has none. */
    public static List<PluginLocation> locations(Path entry) {
        if (isArchive(entry)) {
            return List.of(new PluginLocation(entry, List.of(entry)));
        }
        if (!Files.isDirectory(entry)) {
            return List.of();
        }
        List<PluginLocation> locations = new ArrayList<>();
        for (Path child : children(entry)) {
            if (isArchive(child)) {
                locations.add(new PluginLocation(child, List.of(child)));
            } else if (Files.isDirectory(child)) {
                List<Path> archives = archivesBelow(child);
                locations.add(new PluginLocation(child, archives.isEmpty() ? List.of(child) : archives));
            }
        }
        return locations;
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the plugin path entry " + directory, e);
        }
    }

    private static List<Path> archivesBelow(Path directory) {
        // A link, as to the present one of several versions, is not followed by itself.
        try (Stream<Path> files = Files.walk(directory.toRealPath(), DEPTH_MAX)) {
            return files.filter(PluginPath::isArchive).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the plugin directory " + directory, e);
        }
    }

    private static boolean isArchive(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        return (name.endsWith(".jar") || name.endsWith(".zip")) && Files.isRegularFile(path);
    }
}
