package io.millrace.connect.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.file.FileStreamSourceConnector;
import org.apache.kafka.connect.source.SourceConnector;

/** A {@code plugin.path} with the file connectors and connectors of these tests, for workers in other processes. */
final class PluginFolder {
    private PluginFolder() {}

    /** {@code sources} come with their nested classes and with what they extend. */
    static Path fill(Path folder, List<Class<? extends SourceConnector>> sources) throws IOException {
        Path file = Files.createDirectories(folder.resolve("file"));
        Path jar = jarOf(FileStreamSourceConnector.class);
        Files.copy(jar, file.resolve(jar.getFileName()));
        Path tree = folder.resolve("testing");
        Path manifest = tree.resolve("META-INF/services").resolve(SourceConnector.class.getName());
        Files.createDirectories(manifest.getParent());
        Files.write(manifest, sources.stream().map(Class::getName).toList());
        for (Class<?> source : sources) {
            for (Class<?> ours = source; ours != SourceConnector.class; ours = ours.getSuperclass()) {
                copy(ours, tree);
            }
            for (Class<?> nested : source.getDeclaredClasses()) {
                copy(nested, tree);
            }
        }
        return folder;
    }

    private static void copy(Class<?> type, Path tree) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        Path target = tree.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            Files.write(target, bytes.readAllBytes());
        }
    }

    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
