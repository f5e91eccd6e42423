package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.wal.WalGroup.WalFileLife;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads back what the previous process left in the write-ahead log. Files that are evidence of damage are not reused but
 * set aside, at most as many as the log itself may have.
 */
public final class WalRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(WalRecovery.class);
    private static final int WINDOW_BYTES = 1 << 20;
    private static final String ASIDE_SUFFIX = ".damaged";

    private final Path directory;
    private final WalSettings settings;
    private final List<Found> found = new ArrayList<>();
    private final List<WalFile> unused = new ArrayList<>();
    private final List<Found> kept = new ArrayList<>();
    private final Set<WalFile> withheld = new LinkedHashSet<>();
    private final List<String> headerDamage = new ArrayList<>();
    private final List<String> damage = new ArrayList<>();

    private WalRecovery(Path directory, WalSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Looks at the files' headers only, unless one is unreadable.
     *
     * @param fromPosition nothing before it is needed any more
     * @throws io.millrace.broker.log.fault.DirectoryRefusedException a file was written by a newer release
     */
    public static WalRecovery of(FileStore store, Path directory, WalSettings settings, long fromPosition)
            throws IOException {
        Files.createDirectories(directory);
        WalRecovery recovery = new WalRecovery(directory, settings);
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.wal")) {
            stream.forEach(paths::add);
        }
        paths.sort(Comparator.naturalOrder());
        for (Path path : paths) {
            recovery.classify(new WalFile(store, path), fromPosition);
        }
        recovery.found.sort(Comparator.comparingLong(Found::base));
        if (recovery.countAside() > 0) {
            LOGGER.warn("write-ahead log files set aside after damage are still there directory={}", directory);
        }
        return recovery;
    }

    private void classify(WalFile file, long fromPosition) throws IOException {
        WalFile.Header header = file.readHeader();
        if (header == null && !file.isVirgin()) {
            header = WalSalvage.headerOf(file, fromPosition);
            if (header == null) {
                LOGGER.warn("write-ahead log file was torn when it was begun, nothing is lost file={}", file.path());
            } else {
                withheld.add(file);
                headerDamage.add("write-ahead log file has an unreadable header file=" + file.path());
            }
        }
        if (header == null) {
            unused.add(file);
        } else {
            found.add(new Found(file, header));
        }
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

    /** One line per unreadable header and per damage that {@link #replay} met before the end of the log. */
    public List<String> damage() {
        List<String> lines = new ArrayList<>(headerDamage);
        lines.addAll(damage);
        return lines;
    }

    /**
     * Leaves every file that has something at or after {@code position} as it is until the next checkpoint, and syncs it:
     * what the previous process wrote last may never have been synced. False, and nothing has happened, when the log
     * would not have enough files to go on with, or they are of another size than is now wanted.
     */
    public boolean keepFrom(long position) throws IOException {
        List<Found> needed = found.stream().filter(one -> one.end() > position).toList();
        boolean alike = needed.stream().allMatch(one -> one.header().fileBytes() == settings.fileBytes());
        if (!alike || needed.size() > settings.maxFiles() / 2) {
            return false;
        }
        for (Found one : needed) {
            one.file().sync();
        }
        kept.addAll(needed);
        return true;
    }

    /** Keeps every file that has something at or after {@code position} from being reused. */
    public void withholdFrom(long position) {
        for (Found one : found) {
            if (one.end() > position) {
                withheld.add(one.file());
            }
        }
    }

    public boolean hasWithheld() {
        return !withheld.isEmpty();
    }

    /** Renames what is withheld. Only when a checkpoint has made the files superfluous: nobody reads them again. */
    public void setAsideWithheld() throws IOException {
        for (WalFile file : withheld) {
            file.close();
            if (countAside() < settings.maxFiles()) {
                Path aside =
                        file.path().resolveSibling(file.path().getFileName() + "." + Uuid.randomUuid() + ASIDE_SUFFIX);
                Files.move(file.path(), aside, StandardCopyOption.ATOMIC_MOVE);
                LOGGER.error("write-ahead log file set aside after damage file={} renamed={}", file.path(), aside);
            } else {
                Files.delete(file.path());
                LOGGER.error("write-ahead log file deleted after damage, too many are set aside file={}", file.path());
            }
        }
        withheld.clear();
    }

    private int countAside() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> aside = Files.newDirectoryStream(directory, "*" + ASIDE_SUFFIX)) {
            for (Path unused : aside) {
                count++;
            }
        }
        return count;
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
        files.removeAll(withheld);
        kept.forEach(one -> files.remove(one.file()));
        List<WalFile> reused = new ArrayList<>();
        for (WalFile file : files) {
            if (file.channel().size() == settings.fileBytes() && reused.size() + kept.size() < settings.maxFiles()) {
                reused.add(file);
            } else {
                file.close();
                Files.delete(file.path());
            }
        }
        return reused;
    }

    /** What {@link #keepFrom} has kept, oldest first. */
    List<WalFileLife> keptLives() {
        return kept.stream()
                .map(one -> new WalFileLife(
                        one.file(), one.header().sequence(), one.header().previousEnd()))
                .toList();
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
        long windowStart = file.header().firstEntry();
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
            if (position >= fromPosition && entry.kind() != WalEntry.Kind.PADDING) {
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

    static void readAt(FileChannel channel, ByteBuffer target, long position) throws IOException {
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
