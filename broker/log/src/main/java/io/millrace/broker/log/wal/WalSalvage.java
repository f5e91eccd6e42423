package io.millrace.broker.log.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds out which life a file with an unreadable header is in: every entry names its own position. */
final class WalSalvage {
    private static final int WINDOW_BYTES = 1 << 20;

    private WalSalvage() {}

    /**
     * The header that belongs to the first entry at or after {@code fromPosition}, as if the file began with that, or
     * null if it has none: then the header was torn before anything was written behind it.
     */
    static WalFile.Header headerOf(WalFile file, long fromPosition) throws IOException {
        FileChannel channel = file.channel();
        int fileBytes = (int) Math.min(channel.size(), Integer.MAX_VALUE);
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        int windowStart = 0;
        while (fileBytes - windowStart >= WalEntryCodec.HEADER_BYTES) {
            WalRecovery.readAt(channel, window.clear(), windowStart);
            for (int start = 0; start + WalEntryCodec.HEADER_BYTES <= window.limit(); start++) {
                long position = window.getLong(start + WalEntryCodec.POSITION);
                long base = position - (windowStart + start);
                if (position >= fromPosition
                        && base >= 0
                        && base % fileBytes == 0
                        && isEntry(channel, windowStart + start, position, fileBytes)) {
                    return new WalFile.Header(base / fileBytes, WalFile.NO_PREDECESSOR, fileBytes, windowStart + start);
                }
            }
            windowStart += Math.max(1, window.limit() - WalEntryCodec.HEADER_BYTES + 1);
        }
        return null;
    }

    private static boolean isEntry(FileChannel channel, int start, long position, int fileBytes) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        WalRecovery.readAt(channel, length, start);
        long entryBytes = (long) length.getInt(0) + WalEntryCodec.HEADER_BYTES;
        if (entryBytes < WalEntryCodec.HEADER_BYTES || entryBytes > fileBytes - start) {
            return false;
        }
        ByteBuffer entry = ByteBuffer.allocate((int) entryBytes);
        WalRecovery.readAt(channel, entry, start);
        WalEntry found = WalEntryCodec.decode(entry, 0, position);
        return found != null && found.kind() != WalEntry.Kind.PADDING;
    }
}
