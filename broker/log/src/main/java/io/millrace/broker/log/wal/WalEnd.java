package io.millrace.broker.log.wal;

import io.millrace.broker.log.wal.WalGroup.WalFileLife;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where the next entry goes, and the files behind it whose entries segments may still lack. A position counts the bytes
 * of all files that ever were, each with its full size. Guarded by the write-ahead log's lock.
 */
final class WalEnd {
    private final int fileBytes;
    private final WalBlocks blocks;
    private final WalFilePool pool;
    private final Deque<WalFileLife> lives;
    private long nextSequence;
    private WalFileLife life;
    private int positionInFile;
    private long position;

    /** {@code lives}: what recovery has kept, oldest first. */
    WalEnd(int fileBytes, WalBlocks blocks, WalFilePool pool, List<WalFileLife> lives, long nextSequence) {
        this.fileBytes = fileBytes;
        this.blocks = blocks;
        this.pool = pool;
        this.lives = new ArrayDeque<>(lives);
        this.nextSequence = nextSequence;
        this.position = nextSequence * fileBytes;
    }

    long position() {
        return position;
    }

    int positionInFile() {
        return positionInFile;
    }

    /** The file that is being filled, null before the first entry. */
    WalFileLife life() {
        return life;
    }

    int filesHeld() {
        return lives.size();
    }

    /** Whether the file has room for an entry and for the padding that may follow it. */
    boolean fits(int entryBytes) {
        int entryEnd = positionInFile + entryBytes;
        return life != null && entryEnd + blocks.paddingBehind(entryEnd) <= fileBytes;
    }

    void advance(int bytes) {
        positionInFile += bytes;
        position += bytes;
    }

    /** The pool must have a file, and what was written so far must end with a block. */
    void beginNextFile() {
        life = new WalFileLife(pool.take(), nextSequence, life == null ? WalFile.NO_PREDECESSOR : position);
        lives.addLast(life);
        position = nextSequence * fileBytes + blocks.bytes();
        positionInFile = blocks.bytes();
        nextSequence++;
    }

    /** Gives back the files whose entries all lie below {@code limit}. */
    void releaseBefore(long limit) {
        while (!lives.isEmpty()
                && (life == null || lives.peekFirst().sequence() != life.sequence())
                && (lives.peekFirst().sequence() + 1) * fileBytes <= limit) {
            pool.giveBack(lives.pollFirst().file());
        }
    }
}
