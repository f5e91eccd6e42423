package io.millrace.gateway.http;

import java.io.ByteArrayOutputStream;

/** Cuts lines (NDJSON); empty ones are passed over, and the last one needs no end. One thread at a time. */
final class LineCutter {
    private final int maxBytes;
    private final LineSink sink;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private HttpProblemException problem;

    LineCutter(int maxBytes, LineSink sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    /** Most lines lie within a piece and are not copied. */
    void feed(byte[] piece) {
        int start = 0;
        for (int i = 0; i < piece.length && problem == null; i++) {
            if (piece[i] == '\n') {
                endsAt(piece, start, i);
                start = i + 1;
            }
        }
        if (problem == null && hasRoom(piece.length - start)) {
            held.write(piece, start, piece.length - start);
        }
    }

    private void endsAt(byte[] piece, int start, int end) {
        if (!hasRoom(end - start)) {
            return;
        }
        if (held.size() == 0) {
            give(piece, start, end - start);
        } else {
            held.write(piece, start, end - start);
            giveHeld();
        }
    }

    private void giveHeld() {
        byte[] line = held.toByteArray();
        held.reset();
        give(line, 0, line.length);
    }

    private void give(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                sink.line(bytes, from, length);
                return;
            }
        }
    }

    private boolean hasRoom(int more) {
        if (held.size() + more <= maxBytes) {
            return true;
        }
        problem = new HttpProblemException(413, "A line is larger than " + maxBytes + " bytes (max.request.bytes)");
        held.reset();
        return false;
    }

    /** No more pieces will come. */
    void end() {
        if (problem == null) {
            giveHeld();
        }
    }

    /** What is wrong with the stream; null if nothing is. */
    HttpProblemException problem() {
        return problem;
    }

    /** How many bytes wait for the end of their line. */
    int heldBytes() {
        return held.size();
    }
}
