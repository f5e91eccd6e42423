package io.millrace.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands pieces of a stream to its taker on threads that may wait, one call after the other, and what came of them back to the
 * event loop, to which it belongs.
 */
final class TakenPieces {
    private final StreamTaker taker;
    private final Executor blocking;
    private final Executor loop;
    private final Consumer<MissingResults> handled;
    private boolean busy;

    /** {@code handled} is told on the event loop, when it may be asked for more. */
    TakenPieces(StreamTaker taker, Executor blocking, Executor loop, Consumer<MissingResults> handled) {
        this.taker = taker;
        this.blocking = blocking;
        this.loop = loop;
        this.handled = handled;
    }

    /** Whether it handles something; then nothing is to be handed to it. */
    boolean isBusy() {
        return busy;
    }

    /** What comes after a problem is not looked at. */
    void feed(List<byte[]> pieces) {
        take(made -> {
            for (byte[] piece : pieces) {
                if (taker.problem() == null) {
                    List<Pending> results = new ArrayList<>();
                    taker.feed(piece, results);
                    made.add(results, piece.length);
                }
            }
        });
    }

    /** What was held is whole, for nothing follows. */
    void end() {
        take(made -> {
            List<Pending> results = new ArrayList<>();
            taker.end(results);
            made.add(results, 0);
        });
    }

    private void take(Consumer<MissingResults> work) {
        busy = true;
        blocking.execute(() -> {
            MissingResults made = new MissingResults();
            work.accept(made);
            loop.execute(() -> {
                busy = false;
                handled.accept(made);
            });
        });
    }
}
