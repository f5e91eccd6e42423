package io.millrace.gateway.http;

import java.util.List;

/** Cuts a stream of bytes into objects and does what each asks for. One thread at a time, which may wait. */
interface StreamTaker {
    /** Adds the results of the objects that end in this piece; what comes after a {@link #problem()} is not looked at. */
    void feed(byte[] piece, List<Pending> results);

    /** No more pieces will come; adds the result of what was still open and is an object nevertheless. */
    void end(List<Pending> results);

    /** What is wrong with the stream, so that it cannot be read on; null if nothing is. */
    HttpProblemException problem();

    /** How many bytes wait for the end of their object. */
    int heldBytes();
}
