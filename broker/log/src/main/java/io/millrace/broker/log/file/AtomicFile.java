package io.millrace.broker.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are replaced whole: a reader sees the old content or the new one, also after a power failure. */
public final class AtomicFile {
    private AtomicFile() {}

    public static void write(FileStore store, Path path, String text) throws IOException {
        write(store, path, bytesOf(text));
    }

    /** For a caller that syncs the directory itself, and more than this file in one go. */
    public static void writeContent(FileStore store, Path path, String text) throws IOException {
        replace(store, path, bytesOf(text), true);
    }

    private static ByteBuffer bytesOf(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(FileStore store, Path path, ByteBuffer bytes) throws IOException {
        replace(store, path, bytes, true);
        store.syncDirectory(path.getParent());
    }

    /** Whole for readers of this process and after a kill; after a power failure it may be missing or torn. */
    public static void writeUnsynced(FileStore store, Path path, ByteBuffer bytes) throws IOException {
        replace(store, path, bytes, false);
    }

    private static void replace(FileStore store, Path path, ByteBuffer bytes, boolean sync) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = store.open(temporary)) {
            store.write(temporary, channel, bytes, 0);
            if (sync) {
                store.sync(temporary, channel);
            }
        } catch (IOException failure) {
            Files.deleteIfExists(temporary);
            throw failure;
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
