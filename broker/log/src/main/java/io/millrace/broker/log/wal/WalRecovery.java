package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Reads back what the previous process left in the write-ahead log. */
public final class WalRecovery {
    private static final int WINDOW_BYTES = 1 << 20;

    private final List<Found> found;
    private final List<WalFile> unused;
    private final WalSettings settings;
    private final List<String> damage = new ArrayList<>();

    private WalRecovery(List<Found> found, List<WalFile> unused, WalSettings settings) {
        this.found = found;
        this.unused = unused;
        this.settings = settings;
    }

    /** Looks at the files' headers only. */
    public static WalRecovery of(FileStore store, Path directory, WalSettings settings) throws IOException {
        Files.createDirectories(directory);
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.wal")) {
            stream.forEach(paths::add);
        }
        paths.sort(Comparator.naturalOrder());
        List<Found> found = new ArrayList<>();
        List<WalFile> unused = new ArrayList<>();
        for (Path path : paths) {
            WalFile file = new WalFile(store, path);
            WalFile.Header header = file.readHeader();
            if (header == null) {
                unused.add(file);
            } else {
                found.add(new Found(file, header));
            }
        }
        found.sort(Comparator.comparingLong(Found::base));
        return new WalRecovery(found, unused, settings);
    }

    /**
     * Gives every entry at or after {@code fromPosition}, in the order in which they were appended. The payload is valid
     * during the call only.
     */
    public void replay(long fromPosition, Consumer<WalEntry> visitor) throws IOException {
        damage.clear();
        for (int index = 0; index < found.size(); index++) {
            Found file = found.get(index);
            long endPosition = replay(file, fromPosition, visitor);
            boolean isLast = index + 1 == found.size();
            if (!isLast) {
                checkSuccessor(file, endPosition, found.get(index + 1), fromPosition);
            }
        }
    }

    /** One line per damage that {@link #replay} met before the end of the log. */
    public List<String> damage() {
        return damage;
    }

    /** The first sequence number whose positions lie beyond everything found and beyond {@code position}. */
    long nextSequence(long position) {
        long end = found.isEmpty() ? 0 : found.get(found.size() - 1).end();
        long beyond = Math.max(end, position);
        return (beyond + settings.fileBytes() - 1) / settings.fileBytes();
    }

    /** The files for their next life; those of another size than is now wanted are removed instead. */
    List<WalFile> takeFiles() throws IOException {
        List<WalFile> files = new ArrayList<>(unused);
        found.forEach(one -> files.add(one.file()));
        List<WalFile> kept = new ArrayList<>();
        for (WalFile file : files) {
            if (file.channel().size() == settings.fileBytes() && kept.size() < settings.maxFiles()) {
                kept.add(file);
            } else {
                file.close();
                Files.delete(file.path());
            }
        }
        return kept;
    }

    private void checkSuccessor(Found file, long endPosition, Found next, long fromPosition) {
        if (next.base() > fromPosition
                && next.header().previousEnd() != WalFile.NO_PREDECESSOR
                && (next.base() != file.end() || next.header().previousEnd() != endPosition)) {
            damage.add("write-ahead log damaged from position " + endPosition + " up to " + next.base() + " file="
                    + file.file().path());
        }
    }

    private long replay(Found file, long fromPosition, Consumer<WalEntry> visitor) throws IOException {
        FileChannel channel = file.file().channel();
        long base = file.base();
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
        long windowStart = WalFile.FIRST_ENTRY;
        int start = 0;
        while (true) {
            long position = base + windowStart + start;
            WalEntry entry = WalEntryCodec.decode(window, start, position);
            if (entry == null) {
                int before = window.limit() - start;
                window = refill(
                        channel, window, windowStart + start, file.header().fileBytes());
                windowStart += start;
                start = 0;
                entry = window.limit() > before ? WalEntryCodec.decode(window, 0, position) : null;
                if (entry == null) {
                    return position;
                }
            }
            start += WalEntryCodec.sizeBytes(entry);
            if (position >= fromPosition) {
                visitor.accept(entry);
            }
        }
    }

    /** A window that begins at {@code fileStart} and is large enough for the entry there, if the file has it whole. */
    private static ByteBuffer refill(FileChannel channel, ByteBuffer window, long fileStart, int fileBytes)
            throws IOException {
        ByteBuffer target = window.clear();
        readAt(channel, target, fileStart);
        if (target.limit() >= Integer.BYTES) {
            long needed = (long) target.getInt(0) + WalEntryCodec.HEADER_BYTES;
            if (needed > target.capacity() && needed <= fileBytes) {
                target = ByteBuffer.allocate((int) needed);
                readAt(channel, target, fileStart);
            }
        }
        return target;
    }

    private static void readAt(FileChannel channel, ByteBuffer target, long position) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position()) < 0) {
                break;
            }
        }
        target.flip();
    }

    /** A file with its header. */
    private record Found(WalFile file, WalFile.Header header) {
        long base() {
            return header.sequence() * header.fileBytes();
        }

        long end() {
            return base() + header.fileBytes();
        }
    }
}
