package io.millrace.connect.worker.stuck;

import java.util.Arrays;
import java.util.List;

/** Stacks of threads as lists of lines, of bounded length: they are written to a topic. */
final class Stacks {

    private static final int FRAMES_MAX = 64;
    private static final int FRAME_LENGTH_MAX = 300;

    private Stacks() {}

    /** Empty for a thread that has ended. */
    static List<String> of(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(FRAMES_MAX)
                .map(StackTraceElement::toString)
                .map(frame -> frame.length() > FRAME_LENGTH_MAX ? frame.substring(0, FRAME_LENGTH_MAX) : frame)
                .toList();
    }
}
