package io.millrace.connect.plugins.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/** One isolated unit of {@code plugin.path}: an uber-jar, a directory of jars, or a tree of class files. */
public record PluginLocation(Path path, List<Path> classPath) {
    public PluginLocation {
        classPath = List.copyOf(classPath);
    }

    /** What is wrong with it: an archive that does not open, as of a copy that has not ended. */
    public Optional<String> defect() {
        for (Path part : classPath) {
            if (!Files.isDirectory(part)) {
                try {
                    new ZipFile(part.toFile()).close();
                } catch (IOException e) {
                    return Optional.of(part.getFileName() + " does not open as an archive: " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }
}
