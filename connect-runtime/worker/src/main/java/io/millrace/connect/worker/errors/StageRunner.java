package io.millrace.connect.worker.errors;

import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.observe.TaskObserver.Trouble;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;

/** Runs one step of a pipeline for one record: retries what may pass, skips what is tolerated, throws the rest. */
public final class StageRunner implements AutoCloseable {

    private static final long FIRST_DELAY_MS = 300;

    private final ErrorPolicy policy;
    private final List<FailureListener> listeners;
    private final TaskObserver observer;
    private final Pause pause;
    private final CallMark work;
    private final LongAdder skipped = new LongAdder();
    private final List<CompletableFuture<Void>> outstanding = new ArrayList<>();

    /** With nobody who looks whether a step returns. */
    public StageRunner(ErrorPolicy policy, List<FailureListener> listeners, TaskObserver observer, Pause pause) {
        this(policy, listeners, observer, pause, new CallMark());
    }

    /** {@code work} is the mark of the thread that runs the steps. */
    public StageRunner(
            ErrorPolicy policy, List<FailureListener> listeners, TaskObserver observer, Pause pause, CallMark work) {
        this.policy = policy;
        this.listeners = List.copyOf(listeners);
        this.observer = observer;
        this.pause = pause;
        this.work = work;
    }

    /** Records that were given up so far. */
    public long skippedRecords() {
        return skipped.sum();
    }

    /**
     * The step's result, or null with {@link ProcessingContext#failed()} for a record that is to be skipped. Throws a
     * {@link StoppingException} when the failure says nothing of the record, since the task stops.
     */
    public <V> V run(ProcessingContext<?> context, Stage stage, Class<?> executing, Callable<V> step) {
        context.currentContext(stage, executing);
        if (context.failed()) {
            return null;
        }
        try {
            return runWithRetries(context, executing.getName(), step);
        } catch (Exception e) {
            if (pause.stopping() || interrupted(e)) {
                throw new StoppingException(stage, e);
            }
            if (!tolerable(stage)) {
                throw new ConnectException("Unhandled exception in error handler", e);
            }
            context.error(e);
            remember(giveUp(context));
            return null;
        }
    }

    private static boolean interrupted(Exception e) {
        return e instanceof InterruptedException || Thread.currentThread().isInterrupted();
    }

    /** Waits until every report is safe; the offsets of the records given up may be committed then. */
    public void awaitReports() {
        List<CompletableFuture<Void>> waiting;
        synchronized (outstanding) {
            waiting = new ArrayList<>(outstanding);
            outstanding.clear();
        }
        for (CompletableFuture<Void> report : waiting) {
            try {
                report.get();
            } catch (ExecutionException e) {
                throw new ConnectException("A record was given up and its report failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while reports of failed records were written", e);
            }
        }
    }

    /** Keeps a report for {@link #awaitReports()}. Bounded by the records of one interval between offset commits. */
    public void remember(CompletableFuture<Void> report) {
        synchronized (outstanding) {
            outstanding.removeIf(done -> done.isDone() && !done.isCompletedExceptionally());
            if (!report.isDone() || report.isCompletedExceptionally()) {
                outstanding.add(report);
            }
        }
    }

    /** Completes when the reports made so far are safe, or fails with one that is not. */
    public CompletableFuture<Void> reports() {
        synchronized (outstanding) {
            return CompletableFuture.allOf(outstanding.toArray(CompletableFuture<?>[]::new));
        }
    }

    /** Gives a record up that a step already failed on; the future completes when the report is safe. */
    public CompletableFuture<Void> giveUp(ProcessingContext<?> context) {
        observer.trouble(Trouble.GIVEN_UP);
        CompletableFuture<?>[] reports =
                listeners.stream().map(listener -> listener.failed(context)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> reported = CompletableFuture.allOf(reports);
        if (!policy.tolerateAll()) {
            // The report was made all the same, so that whoever looks for the reason finds the record.
            throw new ConnectException("Tolerance exceeded in error handler", context.error());
        }
        skipped.increment();
        observer.trouble(Trouble.SKIPPED);
        return reported;
    }

    private <V> V runWithRetries(ProcessingContext<?> context, String executing, Callable<V> step) throws Exception {
        // A timeout of 0 is over at once and one below 0 never; most tasks have one of these, and no need of the time.
        long startedNanos = policy.retryTimeoutMs() > 0 ? System.nanoTime() : 0;
        for (int attempt = 1; ; attempt++) {
            context.attempt(attempt);
            try {
                return attempt(executing, step);
            } catch (RetriableException e) {
                observer.trouble(Trouble.ATTEMPT_FAILED);
                long leftMs = leftMs(startedNanos);
                if (leftMs <= 0 || !pause.elapse(Math.min(delayMs(attempt), leftMs))) {
                    throw e;
                }
                observer.trouble(Trouble.RETRIED);
            } catch (Exception e) {
                observer.trouble(Trouble.ATTEMPT_FAILED);
                throw e;
            }
        }
    }

    private <V> V attempt(String executing, Callable<V> step) throws Exception {
        work.enter(executing);
        try {
            return step.call();
        } finally {
            work.leave();
        }
    }

    private long leftMs(long startedNanos) {
        long timeoutMs = policy.retryTimeoutMs();
        if (timeoutMs <= 0) {
            return timeoutMs < 0 ? Long.MAX_VALUE : 0;
        }
        return timeoutMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** Doubles from 300 ms; at its maximum it scatters, so that many tasks do not come back together. */
    private long delayMs(int attempt) {
        long delay = attempt > 30 ? Long.MAX_VALUE : FIRST_DELAY_MS << (attempt - 1);
        return delay <= policy.retryDelayMaxMs()
                ? delay
                : ThreadLocalRandom.current().nextLong(policy.retryDelayMaxMs() + 1);
    }

    private static boolean tolerable(Stage stage) {
        return switch (stage) {
            case TRANSFORMATION, KEY_CONVERTER, VALUE_CONVERTER, HEADER_CONVERTER -> true;
            case TASK_POLL, TASK_PUT, KAFKA_PRODUCE, KAFKA_CONSUME -> false;
        };
    }

    @Override
    public void close() {
        listeners.forEach(FailureListener::close);
    }
}
