package io.millrace.broker.server.hosting;

import io.millrace.broker.log.AppendResult;
import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The writes of one partition that wait until they are safe, in the order of their offsets. Bounded by what connections
 * may have in flight. Runs on the partition's loop.
 */
final class ParkedProduces {

    private static final long NO_TIMER = Long.MAX_VALUE;

    private final NetworkLoop loop;
    private final SteadyClock clock;
    private final ArrayDeque<Parked> waiting = new ArrayDeque<>();
    private long nextWriteId;
    private NetworkLoop.Timer timer = () -> {};
    private long timerAtMs = NO_TIMER;

    ParkedProduces(NetworkLoop loop, SteadyClock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    private record Parked(long writeId, long deadlineMs, AppendResult result, Consumer<AppendOutcome> answer) {}

    /** Parks one write for {@code withinMs} at most and gives it a number that grows. */
    long park(AppendResult result, long withinMs, Consumer<AppendOutcome> answer) {
        long writeId = nextWriteId++;
        long nowMs = clock.millis();
        var parked = new Parked(writeId, nowMs + withinMs, result, answer);
        waiting.add(parked);
        expireAt(parked.deadlineMs(), nowMs);
        return writeId;
    }

    void safeUpTo(long lastWriteId) {
        while (!waiting.isEmpty() && waiting.peek().writeId() <= lastWriteId) {
            Parked parked = waiting.remove();
            parked.answer().accept(AppendOutcome.done(parked.result()));
        }
    }

    /** Everything below an offset is on this broker's disk. */
    void durableUpTo(long endOffset) {
        while (!waiting.isEmpty() && waiting.peek().result().lastOffset() < endOffset) {
            Parked parked = waiting.remove();
            parked.answer().accept(AppendOutcome.done(parked.result()));
        }
    }

    /** The write that was parked last was not deferred after all. */
    void refuseLast(long writeId, Errors error) {
        if (!waiting.isEmpty() && waiting.peekLast().writeId() == writeId) {
            waiting.removeLast().answer().accept(AppendOutcome.refused(error, error.message()));
        }
    }

    void lost(Errors error) {
        while (!waiting.isEmpty()) {
            waiting.remove().answer().accept(AppendOutcome.refused(error, error.message()));
        }
    }

    /** One timer, for the nearest deadline: each client says how long it waits, so the oldest write is not always it. */
    private void expireAt(long deadlineMs, long nowMs) {
        if (deadlineMs < timerAtMs) {
            timer.cancel();
            timerAtMs = deadlineMs;
            timer = loop.schedule(this::expire, Math.max(1, deadlineMs - nowMs));
        }
    }

    private void expire() {
        timerAtMs = NO_TIMER;
        long nowMs = clock.millis();
        List<Parked> overdue =
                waiting.stream().filter(parked -> parked.deadlineMs() <= nowMs).toList();
        waiting.removeIf(parked -> parked.deadlineMs() <= nowMs);
        waiting.stream().mapToLong(Parked::deadlineMs).min().ifPresent(deadlineMs -> expireAt(deadlineMs, nowMs));
        overdue.forEach(parked -> parked.answer()
                .accept(AppendOutcome.refused(
                        Errors.REQUEST_TIMED_OUT, "The records were not safe on enough disks in time.")));
    }
}
