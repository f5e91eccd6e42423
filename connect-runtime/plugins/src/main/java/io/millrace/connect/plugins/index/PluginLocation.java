package io.millrace.connect.plugins.index;

import java.nio.file.Path;
import java.util.List;

/** One isolated unit of {@code plugin.path}: an uber-jar, a directory of jars, or a tree of class files. */
public record PluginLocation(Path path, List<Path> classPath) {
    public PluginLocation {
        classPath = List.copyOf(classPath);
    }
}
