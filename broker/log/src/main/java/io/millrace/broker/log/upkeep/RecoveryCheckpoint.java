package io.millrace.broker.log.upkeep;

import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.file.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known to be on disk in the segments, so that recovery looks only behind it: one file per data directory,
 * keyed by topic id, and the write-ahead log position from which entries may be needed.
 */
public record RecoveryCheckpoint(long walPosition, Map<Key, Entry> entries) {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecoveryCheckpoint.class);
    private static final String FILE_NAME = "recovery-checkpoint";
    private static final String VERSION = "2";
    private static final String NO_OFFSETS = "-";
    /** As {@link #VERSION}, without the checksum in the last line. */
    private static final String UNCHECKED_VERSION = "1";

    /** Nothing is known: everything is validated, all of the write-ahead log is read. */
    public static final RecoveryCheckpoint NONE = new RecoveryCheckpoint(-1, Map.of());

    /** Names a partition for ever. */
    public record Key(Uuid topicId, int partition) {

        /** By hand, like {@link #equals}: the first record whose code the JVM has to write costs a start milliseconds. */
        @Override
        public int hashCode() {
            return 31 * topicId.hashCode() + partition;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.partition == partition && key.topicId.equals(topicId);
        }
    }

    /**
     * One partition.
     *
     * @param recoveryPoint below it everything is in the segments, on disk
     * @param hasProducers false if no producer state needs to be rebuilt up to the recovery point
     * @param compactedUpTo compaction has looked at everything below it; the first releases did not write it
     * @param topic the topic's name, or empty; the first releases did not write it
     * @param holesBelow there may be holes below it, but none above; {@link Long#MAX_VALUE} if nobody knows, as the first
     *     releases did not write it
     * @param transactionIndexes the base offsets of segments that have an index of aborted transactions on disk; the first
     *     releases did not write them
     */
    public record Entry(
            long recoveryPoint,
            long logStartOffset,
            long highWatermark,
            boolean hasProducers,
            long compactedUpTo,
            String topic,
            long holesBelow,
            Set<Long> transactionIndexes) {
        Entry cutTo(long offset) {
            return new Entry(
                    Math.min(recoveryPoint, offset),
                    logStartOffset,
                    highWatermark,
                    hasProducers,
                    Math.min(compactedUpTo, offset),
                    topic,
                    Math.min(holesBelow, offset),
                    transactionIndexes);
        }

        public static final Entry UNKNOWN = new Entry(0, 0, 0, true, 0, "", Long.MAX_VALUE, Set.of());
    }

    /** With a checkpoint, the write-ahead log has all that lies behind it; without one it may have been trimmed. */
    public boolean isPresent() {
        return walPosition >= 0;
    }

    public Entry entryOf(Uuid topicId, int partition) {
        return entries.getOrDefault(new Key(topicId, partition), Entry.UNKNOWN);
    }

    /**
     * With recovery points lowered to where the write-ahead log says that partitions were cut later: what lies behind
     * such a cut may be anything.
     */
    public RecoveryCheckpoint cutTo(Map<Key, Long> cuts) {
        Map<Key, Entry> lowered = new LinkedHashMap<>(entries);
        cuts.forEach((key, offset) -> lowered.computeIfPresent(key, (unused, entry) -> entry.cutTo(offset)));
        return new RecoveryCheckpoint(walPosition, lowered);
    }

    public void write(FileStore store, Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(VERSION)
                .append('\n')
                .append(walPosition)
                .append('\n')
                .append(entries.size())
                .append('\n');
        entries.forEach((key, entry) -> text.append(key.topicId())
                .append(' ')
                .append(key.partition())
                .append(' ')
                .append(entry.recoveryPoint())
                .append(' ')
                .append(entry.logStartOffset())
                .append(' ')
                .append(entry.highWatermark())
                .append(' ')
                .append(entry.hasProducers())
                .append(' ')
                .append(entry.compactedUpTo())
                .append(' ')
                .append(entry.topic())
                .append(' ')
                .append(entry.holesBelow())
                .append(' ')
                .append(textOf(entry.transactionIndexes()))
                .append('\n'));
        text.append(checksum(text.toString())).append('\n');
        AtomicFile.write(store, directory.resolve(FILE_NAME), text.toString());
    }

    public static RecoveryCheckpoint read(Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!Files.exists(path)) {
            return NONE;
        }
        try {
            return parse(TextFile.read(path));
        } catch (IndexOutOfBoundsException | IllegalArgumentException unreadable) {
            LOGGER.warn("recovery checkpoint unreadable, everything will be validated path={}", path);
            return NONE;
        }
    }

    private static String textOf(Set<Long> offsets) {
        return offsets.isEmpty()
                ? NO_OFFSETS
                : offsets.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Set<Long> offsetsOf(String text) {
        return text.equals(NO_OFFSETS)
                ? Set.of()
                : Arrays.stream(text.split(",")).map(Long::valueOf).collect(Collectors.toSet());
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    private static RecoveryCheckpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (VERSION.equals(lines.get(0))) {
            int checkedLength = text.lastIndexOf('\n', text.length() - 2) + 1;
            if (!text.substring(checkedLength).equals(checksum(text.substring(0, checkedLength)) + "\n")) {
                throw new IllegalArgumentException("checksum");
            }
        } else if (!UNCHECKED_VERSION.equals(lines.get(0))) {
            throw new IllegalArgumentException("version " + lines.get(0));
        }
        Map<Key, Entry> entries = new LinkedHashMap<>();
        int count = Integer.parseInt(lines.get(2));
        for (String line : lines.subList(3, 3 + count)) {
            String[] fields = line.split(" ");
            entries.put(
                    new Key(Uuid.fromString(fields[0]), Integer.parseInt(fields[1])),
                    new Entry(
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[4]),
                            Boolean.parseBoolean(fields[5]),
                            fields.length > 6 ? Long.parseLong(fields[6]) : 0,
                            fields.length > 7 ? fields[7] : "",
                            fields.length > 8 ? Long.parseLong(fields[8]) : Long.MAX_VALUE,
                            fields.length > 9 ? offsetsOf(fields[9]) : Set.of()));
        }
        return new RecoveryCheckpoint(Long.parseLong(lines.get(1)), entries);
    }
}
