package io.millrace.broker.consensus;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.ImageSnapshot;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;

/** The snapshots of the image on disk, in the names that Ratis looks for. */
final class SnapshotFiles {
    private static final Pattern LOG_FILE = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();

    /** An image and the log position that Ratis goes on from. */
    record Loaded(MetadataImage image, TermIndex position) {}

    SimpleStateMachineStorage storage() {
        return storage;
    }

    void open(RaftStorage raftStorage) throws IOException {
        storage.init(raftStorage);
    }

    /** The newest snapshot, or the empty image before the first one. */
    Loaded loadLatest() throws IOException {
        SingleFileSnapshotInfo latest = storage.loadLatestSnapshot();
        if (latest == null) {
            return new Loaded(MetadataImage.EMPTY, null);
        }
        Path file = latest.getFile().getPath();
        try {
            return new Loaded(ImageSnapshot.decode(Files.readAllBytes(file)), latest.getTermIndex());
        } catch (MetadataFormatException e) {
            throw new QuorumStorageException(
                    "The metadata snapshot " + file + " can not be used. " + e.getMessage(), e);
        }
    }

    /** Without this check a lost snapshot would silently mean a lost cluster: the log alone starts too late. */
    void requireNoGap(RaftStorage raftStorage, TermIndex position) throws IOException {
        long nextIndex = position == null ? 0 : position.getIndex() + 1;
        Path current = raftStorage.getStorageDir().getCurrentDir().toPath();
        OptionalLong firstLogIndex = firstLogIndex(current);
        if (firstLogIndex.isPresent() && firstLogIndex.getAsLong() > nextIndex) {
            throw new QuorumStorageException("The metadata in " + current + " is incomplete: the log begins at index "
                    + firstLogIndex.getAsLong() + ", the newest snapshot ends before index " + nextIndex
                    + ". Bring the missing snapshot back; nothing was changed.");
        }
    }

    void write(MetadataImage image, TermIndex position) throws IOException {
        Path file =
                storage.getSnapshotFile(position.getTerm(), position.getIndex()).toPath();
        DurableFiles.replace(file, ImageSnapshot.encode(image));
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file, digest), position));
    }

    private static OptionalLong firstLogIndex(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> LOG_FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .min();
        }
    }
}
