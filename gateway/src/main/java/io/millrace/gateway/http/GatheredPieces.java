package io.millrace.gateway.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of a stream that came while others are handled: those that are small go through hands together. Belongs to the event
 * loop.
 */
final class GatheredPieces {
    private static final int BYTES_MAX = 64 << 10;

    private List<byte[]> gathered = new ArrayList<>();
    private int gatheredBytes;
    private int handledPieces;
    private int handledBytes;

    void add(byte[] piece) {
        gathered.add(piece);
        gatheredBytes += piece.length;
    }

    /** All that were gathered, which are handled from here on. */
    List<byte[]> take() {
        List<byte[]> pieces = gathered;
        handledPieces = pieces.size();
        handledBytes = gatheredBytes;
        drop();
        return pieces;
    }

    /** Those that were taken are done with: how many bytes they were. */
    int handled() {
        int bytes = handledBytes;
        handledPieces = 0;
        handledBytes = 0;
        return bytes;
    }

    /** What was gathered is not looked at any more. */
    void drop() {
        gathered = new ArrayList<>();
        gatheredBytes = 0;
    }

    /** Whether nothing waits to be taken. */
    boolean isEmpty() {
        return gathered.isEmpty();
    }

    /** Whether so much waits to be taken that it is enough for a while. */
    boolean isFull() {
        return gatheredBytes >= BYTES_MAX;
    }

    /** How many are here, those that are handled too. */
    int size() {
        return handledPieces + gathered.size();
    }

    /** Of all that are here. */
    int bytes() {
        return handledBytes + gatheredBytes;
    }
}
