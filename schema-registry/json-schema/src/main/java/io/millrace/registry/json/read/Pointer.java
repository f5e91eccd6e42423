package io.millrace.registry.json.read;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where a schema stands, step by step: written out only when someone asks, for names may be long and many. */
record Pointer(Pointer parent, String step) {
    /** The beginning of a text. */
    static final Pointer ROOT = new Pointer(null, "#");

    private static final int CHARS_SHOWN = 300;

    /** A pointer one step, or some, further down. */
    Pointer then(String further) {
        return new Pointer(this, further);
    }

    @Override
    public String toString() {
        Deque<String> steps = new ArrayDeque<>();
        for (Pointer at = this; at != null; at = at.parent) {
            steps.push(at.step);
        }
        String whole = String.join("/", steps);
        return whole.length() <= CHARS_SHOWN ? whole : whole.substring(0, CHARS_SHOWN) + "...";
    }
}
