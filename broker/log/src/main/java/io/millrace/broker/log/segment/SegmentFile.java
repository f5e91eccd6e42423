package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is opened when it is needed. Whoever holds it ({@link #hold}) keeps it open until {@link #release}, also
 * after it has been removed from its directory.
 */
final class SegmentFile {
    private final FileStore store;
    private final OpenFiles openFiles;
    private Path path;
    private FileChannel channel;
    private int holders;
    private boolean retired;
    private volatile long lastUse;

    SegmentFile(FileStore store, OpenFiles openFiles, Path path) {
        this.store = store;
        this.openFiles = openFiles;
        this.path = path;
    }

    FileChannel hold() throws IOException {
        boolean newlyOpened = false;
        FileChannel held;
        synchronized (this) {
            if (retired && channel == null) {
                throw new IOException(path + " has been removed");
            }
            if (channel == null || !channel.isOpen()) {
                channel = store.open(path);
                newlyOpened = true;
            }
            holders++;
            held = channel;
        }
        lastUse = openFiles.tick();
        if (newlyOpened) {
            announce();
        }
        return held;
    }

    /** Whoever gets no file holds none. */
    private void announce() throws IOException {
        boolean done = false;
        try {
            openFiles.opened(this);
            done = true;
        } finally {
            if (!done) {
                release();
            }
        }
    }

    synchronized void release() throws IOException {
        holders--;
        if (retired || openFiles.isCrowded()) {
            closeIfUnused();
        }
    }

    void write(ByteBuffer bytes, long position) throws IOException {
        FileChannel held = hold();
        try {
            store.write(path, held, bytes, position);
        } finally {
            release();
        }
    }

    void sync() throws IOException {
        FileChannel held = hold();
        try {
            store.sync(path, held);
        } finally {
            release();
        }
    }

    void truncate(long sizeBytes) throws IOException {
        FileChannel held = hold();
        try {
            store.truncate(path, held, sizeBytes);
        } finally {
            release();
        }
    }

    /** -1 while nothing has been written. */
    synchronized long lastModifiedMs() throws IOException {
        return Files.exists(path) ? Files.getLastModifiedTime(path).toMillis() : -1;
    }

    synchronized Path path() {
        return path;
    }

    long lastUse() {
        return lastUse;
    }

    /** The file lives on under another name, for those who hold it and until it is removed. */
    synchronized void rename(Path newPath) throws IOException {
        if (Files.exists(path)) {
            Files.move(path, newPath, StandardCopyOption.ATOMIC_MOVE);
        }
        path = newPath;
    }

    /** The directory of this file has been renamed. */
    synchronized void moved(Path newDirectory) {
        path = newDirectory.resolve(path.getFileName());
    }

    /** Closes the file as soon as nobody holds it. */
    synchronized void retire() throws IOException {
        retired = true;
        closeIfUnused();
    }

    synchronized void closeIfUnused() throws IOException {
        if (holders == 0 && channel != null) {
            channel.close();
            channel = null;
            openFiles.closed(this);
        }
    }

    /** Holds a file for the length of a block. */
    record Hold(SegmentFile file, FileChannel channel) implements AutoCloseable {
        Hold(SegmentFile file) throws IOException {
            this(file, file.hold());
        }

        @Override
        public void close() throws IOException {
            file.release();
        }
    }
}
