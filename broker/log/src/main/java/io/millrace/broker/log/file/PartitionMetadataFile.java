package io.millrace.broker.log.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** {@code partition.metadata}: which topic id the files of a directory belong to. */
public final class PartitionMetadataFile {
    private static final String FILE_NAME = "partition.metadata";
    private static final String TOPIC_ID = "topic_id: ";

    private PartitionMetadataFile() {}

    /** Not synced: see {@link #sync}. */
    public static void write(Path directory, Uuid topicId) throws IOException {
        Files.writeString(directory.resolve(FILE_NAME), "version: 0\n" + TOPIC_ID + topicId + "\n");
    }

    public static void sync(FileStore store, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        try (FileChannel channel = store.open(path)) {
            store.sync(path, channel);
        }
    }

    /** Empty when the file is missing or unreadable: then nobody knows whose data this is. */
    public static Optional<Uuid> read(Path directory) throws IOException {
        List<String> lines;
        try {
            lines = TextFile.read(directory.resolve(FILE_NAME)).lines().toList();
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !"version: 0".equals(lines.get(0).trim())) {
            return Optional.empty();
        }
        return lines.stream()
                .filter(line -> line.startsWith(TOPIC_ID))
                .findFirst()
                .flatMap(line -> parse(line.substring(TOPIC_ID.length()).trim()));
    }

    private static Optional<Uuid> parse(String text) {
        try {
            Uuid topicId = Uuid.fromString(text);
            return topicId.equals(Uuid.ZERO_UUID) ? Optional.empty() : Optional.of(topicId);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
