package io.millrace.broker.log.batch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, or skipped, and refuses to go beyond a bound: what is skipped is decompressed all the same. */
final class BoundedInput extends FilterInputStream {
    private final long maxBytes;
    private long bytes;

    BoundedInput(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    /** How many bytes were read and skipped so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(Math.min(wanted, maxBytes - bytes + 1));
        count(skipped);
        return skipped;
    }

    private void count(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw RecordWalk.tooLarge();
        }
    }
}
