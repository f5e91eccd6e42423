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
        write(store, path, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static void write(FileStore store, Path path, ByteBuffer bytes) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = store.open(temporary)) {
            store.write(temporary, channel, bytes, 0);
            store.sync(temporary, channel);
        } catch (IOException failure) {
            Files.deleteIfExists(temporary);
            throw failure;
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        store.syncDirectory(path.getParent());
    }
}
