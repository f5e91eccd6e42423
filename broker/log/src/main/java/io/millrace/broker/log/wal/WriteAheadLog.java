package io.millrace.broker.log.wal;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.wal.WalGroup.WalFileLife;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries from any thread into the group being filled, while the group-commit thread writes and syncs the group
 * before it. After a failed write or sync nothing is ever completed again.
 */
public final class WriteAheadLog implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WriteAheadLog.class);

    private final WalSettings settings;
    private final WalBlocks blocks;
    private final WalFilePool pool;
    private final WalEnd end;
    private final WalListener listener;
    private final Thread committer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition synced = lock.newCondition();
    private WalGroup filling;
    private WalGroup syncing;
    private final GroupPace pace = new GroupPace();
    /** The group-commit thread waits for company for what is queued. */
    private boolean gathering;

    private long groupNumber;
    private long durablePosition;
    private Throwable failure;
    private boolean closing;

    private volatile long groupCommits;

    /** Told about what the owner of the log must act upon. Neither method may block. */
    public interface WalListener {
        /** The directory is lost. */
        void onFailure(Throwable cause);

        /** A further file was begun, or is waited for: a good moment to sync segments and {@link #releaseBefore}. */
        void onFileNeeded(int filesInUse);
    }

    /** Goes on behind {@code position} and behind all that a {@link WalRecovery} has found; its files are reused. */
    public WriteAheadLog(
            FileStore store,
            Path directory,
            WalSettings settings,
            WalRecovery recovery,
            long position,
            WalListener listener)
            throws IOException {
        this.settings = settings;
        this.listener = listener;
        this.blocks = WalBlocks.of(store, directory);
        this.filling = new WalGroup(settings.maxPendingBytes(), blocks);
        this.syncing = new WalGroup(settings.maxPendingBytes(), blocks);
        List<WalFileLife> lives = recovery.keptLives();
        List<WalFile> inUse = lives.stream().map(WalFileLife::file).toList();
        this.pool = new WalFilePool(store, directory, settings, blocks, recovery.takeFiles(), inUse, this::signalRoom);
        this.end = new WalEnd(settings.fileBytes(), blocks, pool, lives, recovery.nextSequence(position));
        this.durablePosition = end.position();
        this.committer = new Thread(this::commitLoop, "group-commit-" + directory.getParent());
        this.committer.setDaemon(true);
        this.committer.start();
    }

    /**
     * Queues an entry for the next group commit. Its payload has been copied when this returns. Waits while the bounds
     * are reached, so the caller must hold nothing that a checkpoint needs: only a checkpoint frees files.
     *
     * @param cursor is completed with {@code endOffset} once the entry is durable; may be null
     */
    public void append(WalEntry entry, DurabilityCursor cursor, long endOffset) {
        while (!tryAppend(entry, cursor, endOffset)) {
            awaitRoom(entry.payload().remaining());
        }
    }

    /** As {@link #append}, but returns false instead of waiting. */
    public boolean tryAppend(WalEntry entry, DurabilityCursor cursor, long endOffset) {
        int entryBytes = WalEntryCodec.sizeBytes(entry);
        requireAllowed(entryBytes);
        lock.lock();
        try {
            requireHealthy();
            if (!hasRoomFor(entryBytes)) {
                return false;
            }
            if (!end.fits(entryBytes)) {
                beginNextFile();
            }
            boolean wasEmpty = filling.isEmpty();
            filling.add(entry, end.life(), end.position(), end.positionInFile());
            if (cursor != null) {
                filling.add(cursor, endOffset);
            }
            end.advance(entryBytes);
            if (wasEmpty || (gathering && isEnough())) {
                work.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an entry with such a payload has room; another thread may still take it first. */
    public void awaitRoom(int payloadBytes) {
        int entryBytes = WalEntryCodec.HEADER_BYTES + payloadBytes;
        requireAllowed(entryBytes);
        lock.lock();
        try {
            long waitNs = TimeUnit.MILLISECONDS.toNanos(settings.maxWaitMs());
            requireHealthy();
            while (!hasRoomFor(entryBytes)) {
                if (waitNs <= 0) {
                    throw new LogException(
                            Errors.KAFKA_STORAGE_ERROR,
                            "the write-ahead log has had no room for " + settings.maxWaitMs()
                                    + " ms: the disk is too slow");
                }
                if (!end.fits(entryBytes)) {
                    listener.onFileNeeded(end.filesHeld());
                }
                waitNs = room.awaitNanos(waitNs);
                requireHealthy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogException(Errors.KAFKA_STORAGE_ERROR, "interrupted while waiting for disk room");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes nothing more and lets nobody wait: the directory was lost elsewhere, and no checkpoint will make room. What is
     * queued is written all the same.
     */
    public void abandon(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            room.signalAll();
            synced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the next entry goes, at the earliest. */
    public long endPosition() {
        lock.lock();
        try {
            return end.position();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything appended so far is durable. */
    public void awaitDurable() {
        lock.lock();
        try {
            long wanted = end.position();
            while (durablePosition < wanted) {
                requireHealthy();
                synced.awaitUninterruptibly();
            }
            requireHealthy();
        } finally {
            lock.unlock();
        }
    }

    /** Frees the files whose entries all lie below {@code position}, because the segments have them on disk. */
    public void releaseBefore(long position) {
        lock.lock();
        try {
            end.releaseBefore(position);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public int filesInUse() {
        return pool.inUse();
    }

    public long groupCommits() {
        return groupCommits;
    }

    /** Syncs what is queued and stops. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (committer.isAlive()) {
            try {
                committer.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        pool.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireAllowed(int entryBytes) {
        if (entryBytes > settings.largestEntryBytes()) {
            throw new LogException(
                    Errors.MESSAGE_TOO_LARGE,
                    "a batch of " + (entryBytes - WalEntryCodec.HEADER_BYTES)
                            + " bytes does not fit into the write-ahead log, whose groups hold "
                            + settings.maxPendingBytes() + " bytes");
        }
    }

    /** Refuses at once when the room that is missing is room on the disk. */
    private boolean hasRoomFor(int entryBytes) {
        if (!filling.hasRoomFor(entryBytes)) {
            return false;
        }
        if (end.fits(entryBytes) || pool.hasFree()) {
            return true;
        }
        IOException cannotPrepare = pool.lastFailure();
        if (cannotPrepare != null) {
            throw new DiskFullException(
                    "no room for a further write-ahead log file: " + cannotPrepare.getMessage(), cannotPrepare);
        }
        return false;
    }

    /** What comes next begins a block. */
    private void padFilling() {
        end.advance(filling.pad(end.position(), end.positionInFile()));
    }

    private void beginNextFile() {
        padFilling();
        end.beginNextFile();
        listener.onFileNeeded(end.filesHeld());
    }

    private void requireHealthy() {
        if (failure != null) {
            throw new StorageException("the data directory is offline: " + failure.getMessage(), failure);
        }
        if (closing) {
            throw new LogException(Errors.KAFKA_STORAGE_ERROR, "the data directory is closed");
        }
    }

    private void signalRoom() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void commitLoop() {
        try {
            while (true) {
                long position = swapGroups();
                if (position < 0) {
                    return;
                }
                writeAndSync();
                syncing.completeAll();
                markDurable(position);
            }
        } catch (IOException | RuntimeException | Error lost) {
            fail(lost);
        }
    }

    /** The position up to which the group reaches that is now to be synced, or -1 to stop. */
    private long swapGroups() {
        lock.lock();
        try {
            while (filling.isEmpty()) {
                if (closing) {
                    return -1;
                }
                work.awaitUninterruptibly();
            }
            boolean inTime = gather();
            pace.onGroup(filling.entries(), inTime);
            padFilling();
            WalGroup full = filling;
            filling = syncing;
            syncing = full;
            filling.reset(++groupNumber);
            room.signalAll();
            return end.position();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the group became large enough in time. The lock is given up meanwhile. */
    private boolean gather() {
        gathering = true;
        try {
            long leftNs = GroupPace.MAX_WAIT_NS;
            while (!isEnough() && !closing && leftNs > 0) {
                leftNs = work.awaitNanos(leftNs);
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException("nobody interrupts the group-commit thread", unexpected);
        } finally {
            gathering = false;
        }
        return isEnough();
    }

    private boolean isEnough() {
        return pace.isEnough(filling.entries(), filling.sizeBytes());
    }

    private void writeAndSync() throws IOException {
        for (int index = 0; index < syncing.chunks().size(); index++) {
            WalGroup.Chunk chunk = syncing.chunks().get(index);
            WalFileLife target = chunk.life();
            if (chunk.positionInFile() == blocks.bytes()) {
                target.file().begin(target.sequence(), target.previousEnd(), settings.fileBytes(), blocks);
            }
            target.file().write(syncing.bytesOf(index), chunk.positionInFile());
            target.file().sync();
        }
    }

    private void markDurable(long position) {
        lock.lock();
        try {
            durablePosition = position;
            groupCommits = groupNumber;
            synced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable lost) {
        LOGGER.error("the write-ahead log failed, its data directory goes offline", lost);
        abandon(lost);
        listener.onFailure(lost);
    }
}
