package io.millrace.broker.server.hosting;

import io.millrace.broker.log.AppendResult;
import io.millrace.broker.network.NetworkLoop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The writes of one partition that wait until they are safe, in the order of their offsets. Bounded by what connections
 * may have in flight. Runs on the partition's loop.
 */
final class ParkedProduces {

    private final NetworkLoop loop;
    private final SteadyClock clock;
    private final ArrayDeque<Parked> waiting = new ArrayDeque<>();
    private long nextWriteId;
    private boolean timerRuns;

    ParkedProduces(NetworkLoop loop, SteadyClock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    private record Parked(long writeId, long deadlineMs, AppendResult result, Consumer<AppendOutcome> answer) {}

    /** Parks one write for {@code withinMs} at most and gives it a number that grows. */
    long park(AppendResult result, long withinMs, Consumer<AppendOutcome> answer) {
        long writeId = nextWriteId++;
        waiting.add(new Parked(writeId, clock.millis() + withinMs, result, answer));
        if (!timerRuns) {
            timerRuns = true;
            loop.schedule(this::expire, Math.max(1, withinMs));
        }
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

    /** One timer for the oldest write instead of one for each: writes leave in order, deadlines nearly so. */
    private void expire() {
        timerRuns = false;
        long nowMs = clock.millis();
        while (!waiting.isEmpty() && waiting.peek().deadlineMs() <= nowMs) {
            waiting.remove()
                    .answer()
                    .accept(AppendOutcome.refused(
                            Errors.REQUEST_TIMED_OUT, "The records were not safe on enough disks in time."));
        }
        if (!waiting.isEmpty()) {
            timerRuns = true;
            loop.schedule(this::expire, Math.max(1, waiting.peek().deadlineMs() - nowMs));
        }
    }
}
