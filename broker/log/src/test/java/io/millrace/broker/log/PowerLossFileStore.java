package io.millrace.broker.log;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk that knows what was not synced. {@link #copyAfterPowerLoss} gives a directory as it may look when the power
 * fails now: of each file, any subset of the unsynced writes is missing, whole or from some byte on.
 */
final class PowerLossFileStore implements FileStore {
    private static final int COPY_ATTEMPTS_MAX = 100;

    private final FileStore disk = new DiskFileStore();
    private final Map<Path, List<Unsynced>> unsynced = new LinkedHashMap<>();
    private final Set<Path> synced = new HashSet<>();

    /** A write or cut that may be lost: what was there before it. */
    private record Unsynced(long position, ByteBuffer before, int length, long sizeBefore) {}

    @Override
    public FileChannel open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public FileChannel openDirect(Path path) throws IOException {
        return disk.openDirect(path);
    }

    @Override
    public long blockBytes(Path path) throws IOException {
        return disk.blockBytes(path);
    }

    @Override
    public synchronized void write(Path path, FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long sizeBefore = channel.size();
        int overlap = (int) Math.max(0, Math.min(bytes.remaining(), sizeBefore - position));
        ByteBuffer before = ByteBuffer.allocate(overlap);
        try (FileChannel reading = FileChannel.open(path, StandardOpenOption.READ)) {
            while (before.hasRemaining()) {
                reading.read(before, position + before.position());
            }
        }
        unsynced.computeIfAbsent(path, any -> new ArrayList<>())
                .add(new Unsynced(position, before, bytes.remaining(), sizeBefore));
        disk.write(path, channel, bytes, position);
    }

    @Override
    public synchronized void sync(Path path, FileChannel channel) {
        unsynced.remove(path);
        synced.add(path);
    }

    /** Whether the file was ever synced, also one that was written past this store. */
    synchronized boolean hasSynced(Path path) {
        return synced.contains(path);
    }

    @Override
    public synchronized void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        // A cut is kept: the log syncs the cuts that matter, and the others only remove what nobody saw.
        disk.truncate(path, channel, sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) {
        // Names are durable at once here.
    }

    synchronized void copyAfterPowerLoss(Path from, Path to, Random random) throws IOException {
        copyTree(from, to);
        for (Map.Entry<Path, List<Unsynced>> file : unsynced.entrySet()) {
            Path copy = to.resolve(from.relativize(file.getKey()));
            if (Files.exists(copy)) {
                lose(copy, file.getValue(), random);
            }
        }
    }

    private static void lose(Path path, List<Unsynced> writes, Random random) throws IOException {
        List<Unsynced> newestFirst = new ArrayList<>(writes);
        Collections.reverse(newestFirst);
        boolean suffixOnly = random.nextBoolean();
        int lost = random.nextInt(newestFirst.size() + 1);
        try (FileChannel channel = new DiskFileStore().open(path)) {
            for (int index = 0; index < newestFirst.size(); index++) {
                if (suffixOnly ? index < lost : random.nextBoolean()) {
                    undo(channel, newestFirst.get(index), random);
                }
            }
        }
    }

    private static void undo(FileChannel channel, Unsynced write, Random random) throws IOException {
        int keep = random.nextInt(3) == 0 ? random.nextInt(write.length() + 1) : 0;
        byte[] content = new byte[write.length() - keep];
        if (keep < write.before().capacity()) {
            write.before().get(keep, content, 0, write.before().capacity() - keep);
        }
        if (channel.size() > write.position() + keep) {
            int length = (int) Math.min(content.length, channel.size() - write.position() - keep);
            channel.write(ByteBuffer.wrap(content, 0, length), write.position() + keep);
        }
        boolean wasLast = channel.size() == write.position() + write.length();
        if (wasLast && write.sizeBefore() < channel.size()) {
            channel.truncate(Math.max(write.sizeBefore(), write.position() + keep));
        }
    }

    /** Copies a directory as it is at one moment: again, when a thread of its log changed something meanwhile. */
    static void copyTree(Path from, Path to) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Map<Path, String> before = listing(from);
                copy(before.keySet(), from, to);
                if (before.equals(listing(from))) {
                    return;
                }
            } catch (NoSuchFileException | UncheckedIOException changedMeanwhile) {
                if (attempt == COPY_ATTEMPTS_MAX) {
                    throw changedMeanwhile;
                }
            }
            if (attempt == COPY_ATTEMPTS_MAX) {
                throw new IOException(from + " never stood still");
            }
            delete(to);
        }
    }

    private static Map<Path, String> listing(Path folder) throws IOException {
        Map<Path, String> listing = new TreeMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                listing.put(
                        path, Files.isDirectory(path) ? "" : Files.size(path) + "@" + Files.getLastModifiedTime(path));
            }
        }
        return listing;
    }

    private static void copy(Set<Path> paths, Path from, Path to) throws IOException {
        for (Path path : paths) {
            Path target = to.resolve(from.relativize(path));
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (!path.endsWith(".lock")) {
                Files.copy(path, target);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (Path path : listing(folder).keySet().stream()
                .sorted(Comparator.reverseOrder())
                .toList()) {
            Files.delete(path);
        }
    }
}
