package io.millrace.hub.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * What the name of a committed file says: {@code topic+partition+first+last.extension}.
 *
 * @param partition where its records come from
 * @param firstOffset the offset of its first record
 * @param lastOffset the offset of its last record
 */
record FileName(TopicPartition partition, long firstOffset, long lastOffset) {

    private static final Pattern COMMITTED = Pattern.compile("([^+/]+)\\+(\\d+)\\+(\\d+)\\+(\\d+)\\.\\w+");

    /** The committed files below a folder; none when the folder is not there yet. */
    static List<FileName> below(Path folder) {
        List<FileName> names = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return names;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Matcher name = COMMITTED.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        names.add(new FileName(
                                new TopicPartition(name.group(1), Integer.parseInt(name.group(2))),
                                Long.parseLong(name.group(3)),
                                Long.parseLong(name.group(4))));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    // A temporary file that was renamed under our feet; the next look sees it in its place.
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
