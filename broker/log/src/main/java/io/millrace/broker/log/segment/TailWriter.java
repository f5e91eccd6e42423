package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.DiskSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that gives segment files what was appended in memory, so that whoever appends waits for no file: a piece as
 * soon as it is whole, the rest when its partition is quiet or when too much waits.
 */
public final class TailWriter implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TailWriter.class);
    private static final long SWEEP_MS = 1_000;

    private final TailMemory memory;
    private final Consumer<Throwable> onFailure;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SegmentTail.WRITE_BYTES);
    private final Thread thread;
    private boolean saidFull;

    /** {@code onFailure}: a write failed for another reason than a full disk, and nothing is written any more. */
    public TailWriter(String name, TailMemory memory, Consumer<Throwable> onFailure) {
        this.memory = memory;
        this.onFailure = onFailure;
        memory.onFailure(onFailure);
        this.thread = new Thread(this::run, "segment-writer-" + name);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long sweepAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SWEEP_MS);
            while (memory.awaitWork(sweepAtNs)) {
                writeDue();
                if (!memory.cool()) {
                    emptyOldest();
                }
                if (System.nanoTime() - sweepAtNs >= 0) {
                    sweep();
                    sweepAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SWEEP_MS);
                }
            }
        } catch (RuntimeException | Error broken) {
            onFailure.accept(broken);
        }
    }

    private void writeDue() {
        for (TailMemory.Due due = memory.nextDue(); due != null; due = memory.nextDue()) {
            SegmentTail tail = due.tail();
            boolean whole = due.whole();
            if (!attempt(() -> {
                if (whole) {
                    tail.writeOut(scratch);
                } else {
                    tail.writePieces(scratch);
                }
            })) {
                return;
            }
        }
    }

    /** Memory that is little used and yet unwritten, as many partitions with few records have it. */
    private void emptyOldest() {
        for (int left = memory.holderCount(); left > 0 && memory.isTooHot(); left--) {
            SegmentTail tail = memory.nextHolder();
            if (tail != null) {
                if (!attempt(() -> tail.writeOut(scratch))) {
                    return;
                }
                tail.dropWritten();
            }
        }
    }

    /** Looks again at a write that found no space, and lets go of the tails of quiet partitions. */
    private void sweep() {
        SegmentTail withoutSpace = memory.withoutSpace();
        if (withoutSpace != null && !attempt(() -> withoutSpace.writeOut(scratch))) {
            return;
        }
        for (SegmentTail quiet : memory.sweep()) {
            if (!attempt(() -> quiet.writeOut(scratch))) {
                return;
            }
            quiet.dropWritten();
        }
    }

    private boolean attempt(Write write) {
        try {
            write.run();
            saidFull = false;
            return true;
        } catch (IOException failure) {
            if (DiskSpace.isExhausted(failure) && !saidFull) {
                saidFull = true;
                LOGGER.warn("disk full, appends are refused until there is room reason={}", failure.getMessage());
            }
            return false;
        }
    }

    /** Something that may fail on disk. */
    private interface Write {
        void run() throws IOException;
    }

    /** Waits for the write under way; what is not written then is left to whoever closes the segments. */
    @Override
    public void close() {
        memory.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
