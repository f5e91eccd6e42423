package io.millrace.registry.server.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Requests that wait, in the order in which they came; of their threads one has the turn and may answer others too.
 * Bounded by the threads that wait: each has one request in here.
 *
 * @param <R> a request; two are the same if they are one object
 */
final class WriteQueue<R> {
    /** A request and how its thread is woken. */
    private static final class Waiting<R> {
        private final R request;
        private final Condition changed;
        private boolean hasTurn;
        private boolean isAnswered;

        Waiting(R request, Condition changed) {
            this.request = request;
            this.changed = changed;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting<R>> waiting = new ArrayDeque<>();
    /** Those that the turn answers. */
    private final Deque<Waiting<R>> taken = new ArrayDeque<>();

    private boolean turnIsTaken;

    /**
     * Waits until the request is answered, and has a turn itself if nobody answers it before. To be interrupted does not
     * end the wait.
     *
     * @param turn answers the request that has waited longest, and may answer those behind it: all that it polls and does
     *     not put back; even if it throws
     */
    void await(R request, Runnable turn) {
        Waiting<R> own = enter(request);
        while (getsTurn(own)) {
            try {
                turn.run();
            } catch (RuntimeException | Error e) {
                // Its thread leaves, so it must not get another turn.
                locked(() -> waiting.remove(own));
                throw e;
            } finally {
                endTurn(own);
            }
        }
    }

    /** The request that has waited longest, which is answered when the turn ends. For the thread that has the turn. */
    Optional<R> poll() {
        return locked(() -> {
            Optional<Waiting<R>> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(taken::add);
            return next.map(each -> each.request);
        });
    }

    /** The request that {@link #poll} would give. */
    Optional<R> peek() {
        return locked(() -> Optional.ofNullable(waiting.peek()).map(each -> each.request));
    }

    /** Of the requests that were polled in this turn, some keep their places and wait for the next one. */
    void putBack(List<? extends R> requests) {
        locked(() -> {
            Iterator<Waiting<R>> lastFirst = taken.descendingIterator();
            while (lastFirst.hasNext()) {
                Waiting<R> each = lastFirst.next();
                if (requests.stream().anyMatch(request -> request == each.request)) {
                    lastFirst.remove();
                    waiting.addFirst(each);
                }
            }
            return requests;
        });
    }

    private Waiting<R> enter(R request) {
        return locked(() -> {
            Waiting<R> own = new Waiting<>(request, lock.newCondition());
            waiting.add(own);
            own.hasTurn = !turnIsTaken;
            turnIsTaken = true;
            return own;
        });
    }

    /** Whether the request is left to its own thread now; else it has been answered. */
    private boolean getsTurn(Waiting<R> own) {
        return locked(() -> {
            while (!own.hasTurn && !own.isAnswered) {
                own.changed.awaitUninterruptibly();
            }
            return !own.isAnswered;
        });
    }

    private void endTurn(Waiting<R> own) {
        locked(() -> {
            own.hasTurn = false;
            for (Waiting<R> each : taken) {
                each.isAnswered = true;
                each.changed.signal();
            }
            taken.clear();
            Optional<Waiting<R>> next = Optional.ofNullable(waiting.peek());
            turnIsTaken = next.isPresent();
            next.ifPresent(each -> {
                each.hasTurn = true;
                each.changed.signal();
            });
            return next;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
