package io.millrace.gateway.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Results in their order that are not sent, and how many bytes came with them. One thread at a time. */
final class MissingResults {
    private final Deque<Missing> missing = new ArrayDeque<>();
    private long bytes;

    /** The last result of a piece counts for all of the piece. */
    private record Missing(Pending result, int bytes) {}

    /** Those of one piece. */
    void add(List<Pending> results, int pieceBytes) {
        for (int i = 0; i < results.size(); i++) {
            add(new Missing(results.get(i), i == results.size() - 1 ? pieceBytes : 0));
        }
    }

    private void add(Missing each) {
        missing.add(each);
        bytes += each.bytes();
    }

    void addAll(MissingResults later) {
        later.missing.forEach(this::add);
    }

    /** Takes the next one away if it is done; else null. */
    Pending nextDone() {
        if (missing.isEmpty() || !missing.peek().result().done()) {
            return null;
        }
        Missing next = missing.remove();
        bytes -= next.bytes();
        return next.result();
    }

    boolean isEmpty() {
        return missing.isEmpty();
    }

    int size() {
        return missing.size();
    }

    long bytes() {
        return bytes;
    }
}
