package io.millrace.bench.row;

import java.io.IOException;
import java.util.List;

/** Something that is measured on each broker in the same way. */
public interface Row {

    /** What {@code --rows} calls it. */
    String key();

    /** What it yields, in the order of the values of {@link #measure}. */
    List<Figure> figures();

    /** Whether the flush mode of topics matters, so that both are measured. */
    boolean dependsOnFlush();

    /** What it compares ours with: rows of one reference share a table. */
    default Reference reference() {
        return Reference.KAFKA;
    }

    /**
     * Puts the load on the broker, once, and returns a value for each figure, or none at all where this
     * peer has nothing to compare.
     */
    double[] measure(Visit visit) throws IOException, InterruptedException;
}
