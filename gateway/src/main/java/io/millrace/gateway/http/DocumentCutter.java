package io.millrace.gateway.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts JSON objects that follow one another, with or without white space between them, out of a stream of bytes. Whether
 * each is valid inside is not judged here. One thread at a time.
 */
final class DocumentCutter {
    private final int maxBytes;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private int depth;
    private boolean inString;
    private boolean escaped;
    private HttpProblemException problem;

    DocumentCutter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The objects that end in this piece; what comes after a {@link #problem()} is not looked at. */
    List<byte[]> feed(byte[] piece) {
        List<byte[]> cut = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < piece.length && problem == null; i++) {
            byte each = piece[i];
            if (depth == 0) {
                start = i;
                open(each);
            } else if (inString) {
                inString = escaped || each != '"';
                escaped = !escaped && each == '\\';
            } else {
                inside(each);
                if (depth == 0) {
                    keep(piece, start, i + 1);
                    cut.add(held.toByteArray());
                    held.reset();
                    start = i + 1;
                }
            }
        }
        if (depth > 0 && problem == null) {
            keep(piece, start, piece.length);
        }
        return cut;
    }

    private void open(byte each) {
        if (each == '{') {
            depth = 1;
        } else if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
            problem = new HttpProblemException(400, "JSON objects are expected, one after the other");
        }
    }

    private void inside(byte each) {
        switch (each) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                // Part of a number, a word or white space.
            }
        }
    }

    private void keep(byte[] piece, int from, int to) {
        if (held.size() + (to - from) > maxBytes) {
            problem = new HttpProblemException(
                    413, "A record is larger than " + maxBytes + " bytes of JSON (max.request.bytes)");
            held.reset();
            return;
        }
        held.write(piece, from, to - from);
    }

    /** What is wrong with the stream; null if nothing is. */
    HttpProblemException problem() {
        return problem;
    }

    /** No more pieces will come. */
    void end() {
        if (depth > 0 && problem == null) {
            problem = new HttpProblemException(400, "The stream ends in the middle of a JSON object");
        }
    }

    /** How many bytes wait for their end. */
    int heldBytes() {
        return held.size();
    }
}
