package io.millrace.connectors.hdfs.commit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.hdfs.store.Layout;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;

/** The chain of manifests of one topic partition on disk. */
final class ManifestLog {

    /** Older links only tell the story; the newest is all that counts. */
    static final int KEPT_LINKS = 5;

    private static final int MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
    private static final Pattern LINK = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern LINK_OR_SEAL = Pattern.compile("(\\d{20})\\.(?:json|seal)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Store store;
    private final TopicPartition partition;
    private final Path folder;

    ManifestLog(Store store, Layout layout, TopicPartition partition) {
        this.store = store;
        this.partition = partition;
        this.folder = layout.manifests(partition.topic(), partition.partition());
    }

    Optional<Manifest> newest() throws IOException {
        OptionalLong sequence = newestSequence();
        return sequence.isEmpty() ? Optional.empty() : Optional.of(read(path(sequence.getAsLong(), ".json")));
    }

    /** Whether no link has been appended after the one with this number. */
    boolean isNewest(long sequence) throws IOException {
        return newestSequence().orElseThrow() == sequence;
    }

    /** Where the seal of a link goes once all its files are published. */
    Path seal(long sequence) {
        return path(sequence, ".seal");
    }

    /**
     * Appends a link, written under a temporary name first.
     *
     * @return whether it is the newest link now; otherwise somebody else owns the partition
     */
    boolean append(Manifest manifest, Path temporary) throws IOException {
        try (FSDataOutputStream out = store.create(temporary)) {
            out.write(JSON.writeValueAsBytes(manifest));
            out.hsync();
        }
        Path path = path(manifest.sequence(), ".json");
        if (!store.publish(temporary, path)) {
            store.delete(temporary);
            // The answer to a rename can get lost on its way: then the link is there, and it is ours.
            if (!read(path).owner().equals(manifest.owner())) {
                return false;
            }
        }
        // Links are thrown away after a while, so a number that is free may be an old one: only the newest counts.
        return isNewest(manifest.sequence());
    }

    void forgetLinksBefore(long sequence) throws IOException {
        for (Path file : store.files(folder)) {
            OptionalLong found = sequenceOf(file, LINK_OR_SEAL);
            if (found.isPresent() && found.getAsLong() < sequence - KEPT_LINKS) {
                store.delete(file);
            }
        }
    }

    private OptionalLong newestSequence() throws IOException {
        return store.files(folder).stream()
                .map(file -> sequenceOf(file, LINK))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
    }

    private Manifest read(Path path) throws IOException {
        try (InputStream in = store.open(path)) {
            return JSON.readValue(in.readNBytes(MAX_MANIFEST_BYTES), Manifest.class);
        } catch (JacksonException e) {
            throw new IOException(
                    "the manifest " + path + " cannot be read; it decides which files of " + partition
                            + " count, so nothing is written until it is repaired or removed",
                    e);
        }
    }

    private Path path(long sequence, String extension) {
        return new Path(folder, String.format(Locale.ROOT, "%020d", sequence) + extension);
    }

    private static OptionalLong sequenceOf(Path path, Pattern pattern) {
        Matcher matcher = pattern.matcher(path.getName());
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
