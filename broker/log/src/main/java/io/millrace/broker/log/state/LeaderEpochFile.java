package io.millrace.broker.log.state;

import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.file.DirectoryListing;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.file.TextFile;
import io.millrace.broker.log.state.LeaderEpochHistory.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Kafka's {@code leader-epoch-checkpoint}: version, count, then one {@code epoch startOffset} a line. */
public final class LeaderEpochFile {
    private static final String FILE_NAME = "leader-epoch-checkpoint";

    private LeaderEpochFile() {}

    /** The content is on disk afterwards; the new name is when the caller has synced the directory. */
    public static void write(FileStore store, Path directory, List<Start> starts) throws IOException {
        StringBuilder text = new StringBuilder("0\n").append(starts.size()).append('\n');
        for (Start start : starts) {
            text.append(start.leaderEpoch())
                    .append(' ')
                    .append(start.startOffset())
                    .append('\n');
        }
        AtomicFile.writeContent(store, directory.resolve(FILE_NAME), text.toString());
    }

    /** Empty when the file is missing or not whole: recovery then reads the epochs from the batches. */
    public static List<Start> read(Path directory, DirectoryListing files) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!files.has(path)) {
            return List.of();
        }
        List<String> lines = TextFile.read(path).lines().toList();
        try {
            List<Start> starts = new ArrayList<>();
            int count = Integer.parseInt(lines.get(1).trim());
            for (String line : lines.subList(2, 2 + count)) {
                String[] fields = line.trim().split(" ");
                starts.add(new Start(Integer.parseInt(fields[0]), Long.parseLong(fields[1])));
            }
            return starts;
        } catch (IndexOutOfBoundsException | IllegalArgumentException torn) {
            return List.of();
        }
    }
}
