package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the write-ahead log's files are written: in whole blocks, so that no write touches a block which has something
 * acknowledged, and past the page cache where the file system allows it, which halves what a group costs.
 *
 * @param bytes the size of a block, a power of two
 * @param direct whether writes go past the page cache
 */
record WalBlocks(int bytes, boolean direct) {
    static final int MIN_BYTES = 512;
    static final int MAX_BYTES = 64 << 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(WalBlocks.class);
    private static final int USUAL_BYTES = 4096;
    private static final String PROBE = "direct-io.probe";

    WalBlocks {
        if (!isUsable(bytes)) {
            throw new IllegalArgumentException("no block size: " + bytes);
        }
    }

    /** Tries out what the file system of an existing directory takes. If that cannot be done, the page cache always can. */
    static WalBlocks of(FileStore store, Path directory) throws IOException {
        long blockBytes = store.blockBytes(directory);
        if (!isUsable(blockBytes)) {
            LOGGER.info(
                    "write-ahead log goes through the page cache directory={} blockBytes={}", directory, blockBytes);
            return new WalBlocks(USUAL_BYTES, false);
        }
        WalBlocks blocks = new WalBlocks((int) blockBytes, true);
        Path probe = directory.resolve(PROBE);
        try {
            store.open(probe).close();
            blocks.tryOut(store, probe);
            return blocks;
        } catch (IOException refused) {
            LOGGER.info(
                    "write-ahead log goes through the page cache directory={} reason={}",
                    directory,
                    refused.getMessage());
            return new WalBlocks(blocks.bytes(), false);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private void tryOut(FileStore store, Path probe) throws IOException {
        try (FileChannel channel = store.openDirect(probe)) {
            store.write(probe, channel, allocate(bytes), 0);
        }
    }

    FileChannel open(FileStore store, Path path) throws IOException {
        return direct ? store.openDirect(path) : store.open(path);
    }

    /** Zeroed memory that begins at a multiple of a block; the capacity is rounded up to one. */
    ByteBuffer allocate(int capacity) {
        int rounded = (capacity + bytes - 1) & -bytes;
        return ByteBuffer.allocateDirect(rounded + bytes).alignedSlice(bytes).slice(0, rounded);
    }

    /** How large an entry must be that fills what is left of a block, or, if that is too little, the next one too. */
    int paddingBehind(int position) {
        int left = -position & (bytes - 1);
        return left == 0 || left >= WalEntryCodec.HEADER_BYTES ? left : left + bytes;
    }

    private static boolean isUsable(long blockBytes) {
        return blockBytes >= MIN_BYTES && blockBytes <= MAX_BYTES && Long.bitCount(blockBytes) == 1;
    }
}
