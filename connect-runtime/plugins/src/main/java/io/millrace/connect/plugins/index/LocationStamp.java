package io.millrace.connect.plugins.index;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of a location by name, size, time and place on disk: two equal stamps mean that nothing has changed. */
public record LocationStamp(List<FileStamp> files) {
    public LocationStamp {
        files = List.copyOf(files);
    }

    /** {@code key} tells a file from another of the same name, where the file system has such a thing; else it is null. */
    record FileStamp(Path path, long size, FileTime modified, Object key) {}

    /** Looks at the files, not into them; fails when one goes away meanwhile. */
    public static LocationStamp of(PluginLocation location) throws IOException {
        List<FileStamp> files = new ArrayList<>();
        for (Path part : location.classPath()) {
            Files.walkFileTree(part, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    BasicFileAttributes meant = attributes.isSymbolicLink()
                            ? Files.readAttributes(file, BasicFileAttributes.class)
                            : attributes;
                    files.add(new FileStamp(file, meant.size(), meant.lastModifiedTime(), meant.fileKey()));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        files.sort(Comparator.comparing(FileStamp::path));
        return new LocationStamp(files);
    }
}
