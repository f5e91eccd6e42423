package io.millrace.connect.plugins.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Holds a provider that reads files to {@code allowed.paths}, links included: Kafka's own providers compare paths as they
 * are written, so that a link below such a folder leads out of it.
 */
final class RootedPaths {
    private static final String ALLOWED = "allowed.paths";

    private final List<Path> roots;

    private RootedPaths(List<Path> roots) {
        this.roots = roots;
    }

    static RootedPaths of(Map<String, String> parameters) {
        return new RootedPaths(
                Arrays.stream(parameters.getOrDefault(ALLOWED, "").split(","))
                        .map(String::trim)
                        .filter(path -> !path.isEmpty())
                        .map(RootedPaths::real)
                        .toList());
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException | InvalidPathException e) {
            throw new ConfigException(ALLOWED, path, "is no folder or file that can be read");
        }
    }

    /** Whether a path leads where it may; one that leads nowhere does, for the provider to say so. */
    boolean hold(String path) {
        if (roots.isEmpty() || path.isEmpty()) {
            return true;
        }
        try {
            Path real = Path.of(path).toRealPath();
            return roots.stream().anyMatch(real::startsWith);
        } catch (IOException | InvalidPathException e) {
            return true;
        }
    }
}
