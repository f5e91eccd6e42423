package io.millrace.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What a connection receives (HTTP/1.1), one answer at a time. It is looked at where it lies, and no object is made of it:
 * what the client takes of the processors, the server does not have. One thread.
 */
final class AnswerBuffer {

    private static final int MAX_ANSWER_BYTES = 1 << 16;
    /** Of {@code HTTP/1.1 200}. */
    private static final int STATUS_AT = 9;

    private static final int STATUS_END = 12;
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;
    /** All letters as small ones; digits and signs stay what they are. */
    private static final int SMALL = 0x20;

    private static final byte[] LENGTH_HEADER = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED_HEADER = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final int UNFINISHED = -1;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MAX_ANSWER_BYTES);

    /** Takes what the channel has; true when that makes a whole answer. */
    boolean receive(ReadableByteChannel channel) throws IOException {
        if (!bytes.hasRemaining()) {
            throw new IOException("the server answers with more than " + MAX_ANSWER_BYTES + " bytes");
        }
        if (channel.read(bytes) < 0) {
            throw new EOFException("the server closed the connection");
        }
        int end = end();
        if (end != UNFINISHED && end != bytes.position()) {
            throw new IOException("the server sends " + (bytes.position() - end) + " bytes that were not asked for");
        }
        return end != UNFINISHED;
    }

    /** The status of the whole answer. */
    int status() throws IOException {
        return (int) number(STATUS_AT, STATUS_END, DECIMAL);
    }

    /** The whole answer, as it came. */
    String text() {
        return StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
    }

    /** Makes room for the next. */
    void clear() {
        bytes.clear();
    }

    private int end() throws IOException {
        int length = 0;
        boolean chunked = false;
        int line = nextLine(0);
        while (line != UNFINISHED) {
            int next = nextLine(line);
            if (next == UNFINISHED) {
                return UNFINISHED;
            }
            if (next - line == 2) {
                return chunked ? endOfChunks(next) : whole(next + length);
            }
            if (starts(line, LENGTH_HEADER)) {
                length = (int) number(line + LENGTH_HEADER.length, next - 2, DECIMAL);
            } else if (starts(line, CHUNKED_HEADER)) {
                chunked = true;
            }
            line = next;
        }
        return UNFINISHED;
    }

    private int endOfChunks(int from) throws IOException {
        int chunk = from;
        while (true) {
            int data = nextLine(chunk);
            if (data == UNFINISHED) {
                return UNFINISHED;
            }
            int length = (int) number(chunk, data - 2, HEXADECIMAL);
            // No server here sends trailers, so an empty line follows the last chunk as all others.
            chunk = whole(data + length + 2);
            if (chunk == UNFINISHED || length == 0) {
                return chunk;
            }
        }
    }

    private int whole(int end) {
        return end <= bytes.position() ? end : UNFINISHED;
    }

    private int nextLine(int from) {
        for (int i = from; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return UNFINISHED;
    }

    private boolean starts(int line, byte[] header) {
        for (int i = 0; i < header.length; i++) {
            if ((bytes.get(line + i) | SMALL) != (header[i] | SMALL)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from, int to, int radix) throws IOException {
        long number = 0;
        for (int i = from; i < to; i++) {
            byte letter = bytes.get(i);
            if (letter != ' ') {
                int digit = Character.digit(letter, radix);
                if (digit < 0) {
                    throw new IOException("the server sends a number that is none: " + text());
                }
                number = Math.min(Integer.MAX_VALUE / 2, number * radix + digit);
            }
        }
        return number;
    }
}
