package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.state.RegistryState;
import io.millrace.registry.model.state.TriedRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that wait share an append: each is decided on what those before it will have made, while nobody else sees
 * that. The records of an append are one batch, so of one that fails none is ever there without those before it. Any
 * thread may call; all calls may block.
 */
final class LeaderWrites implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaderWrites.class);
    /** So many decisions may readers wait for. */
    private static final int REQUESTS_PER_APPEND = 64;

    private final ReplayedState replayed;
    private final LeaderWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final WriteQueue<WriteRequest<?>> queue = new WriteQueue<>();
    /** Guarded by the lock. */
    private boolean closed;

    LeaderWrites(ReplayedState replayed, LeaderWriter writer) {
        this.replayed = replayed;
        this.writer = writer;
    }

    void claim(String url) {
        lock.lock();
        try {
            requireOpen();
            writer.claim(url);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(RegistryErrorCode.STORE_ERROR, "the registry is being stopped", null);
        }
    }

    /** Returns when the request has its answer. */
    void write(WriteRequest<?> request) {
        queue.await(request, this::answerSome);
    }

    private void answerSome() {
        lock.lock();
        try {
            append(decideSome());
        } finally {
            lock.unlock();
        }
    }

    /** Those that have a decision; nothing was written for any that has a failure instead. */
    private List<WriteRequest<?>> decideSome() {
        List<WriteRequest<?>> batch = new ArrayList<>();
        try {
            queue.poll().ifPresent(batch::add);
            requireOpen();
            writer.prepare();
            decide(batch);
            return batch;
        } catch (StoreException e) {
            writer.abandon();
            batch.forEach(each -> each.fail(e));
        } catch (RuntimeException e) {
            batch.forEach(each -> each.fail(e));
        } catch (Error e) {
            batch.forEach(each -> each.fail(new IllegalStateException("the write was cut off", e)));
            throw e;
        }
        return List.of();
    }

    private void decide(List<WriteRequest<?>> batch) {
        WriteRequest<?> first = batch.get(0);
        if (!first.isQuick() || !moreWait()) {
            replayed.decide((state, applier) -> first.decide(state, applier::encoded));
            return;
        }
        replayed.alone((state, applier) -> {
            try (TriedRecords tried = new TriedRecords(state)) {
                first.decide(state, applier::encoded);
                decideMore(batch, tried, state, applier);
            }
        });
    }

    private boolean moreWait() {
        return queue.peek().filter(WriteRequest::isQuick).isPresent();
    }

    /** Goes on while requests wait and the decision before them can be tried out. */
    private void decideMore(
            List<WriteRequest<?>> batch, TriedRecords tried, RegistryState state, RecordApplier applier) {
        WriteRequest<?> last = batch.get(0);
        int bytes = last.bytesAtMost();
        while (batch.size() < REQUESTS_PER_APPEND
                && bytes <= ClientProperties.APPEND_BYTES
                && moreWait()
                && tried.add(last.records())) {
            last = queue.poll().orElseThrow();
            batch.add(last);
            last.decide(state, applier::encoded);
            bytes += last.bytesAtMost();
        }
        if (batch.size() > 1 && bytes > ClientProperties.APPEND_BYTES) {
            // Its records would not be in the same batch, so it decides again when the others are in the log.
            batch.remove(last);
            queue.putBack(List.of(last));
        }
    }

    private void append(List<WriteRequest<?>> batch) {
        List<RecordCodec.Encoded> records =
                batch.stream().flatMap(each -> each.encoded().stream()).toList();
        if (records.isEmpty()) {
            return;
        }
        try {
            settle(batch, writer.append(records));
        } catch (RuntimeException | Error e) {
            writer.abandon();
            StoreException unknown = unknown(e);
            batch.stream().filter(WriteRequest::writes).forEach(each -> each.fail(unknown));
        }
        putBackBehindFailures(batch);
    }

    /** Once the first record is on its way, a failure does not tell whether it arrives before the next claim. */
    private static StoreException unknown(Throwable cause) {
        if (cause instanceof StoreException failure) {
            return failure.ofUnknownOutcome();
        }
        LOGGER.error("an append failed for a reason that nobody foresaw", cause);
        return new StoreException(RegistryErrorCode.STORE_ERROR, "the write was cut off (" + cause + ")", cause)
                .ofUnknownOutcome();
    }

    private void settle(List<WriteRequest<?>> batch, List<Long> offsets) {
        boolean broken = false;
        int from = 0;
        for (WriteRequest<?> request : batch) {
            int to = from + request.encoded().size();
            if (from < to) {
                Optional<RuntimeException> failure = failure(writer.outcome(offsets.get(from), offsets.get(to - 1)));
                failure.ifPresent(request::fail);
                broken |= failure.filter(StoreException.class::isInstance).isPresent();
            }
            from = to;
        }
        if (broken) {
            writer.abandon();
        }
    }

    private Optional<RuntimeException> failure(AppendOutcome outcome) {
        if (outcome.isWhole()) {
            return Optional.empty();
        }
        return Optional.of(
                outcome.isVoid() ? writer.hindrance(outcome) : outcome.failure().ofUnknownOutcome());
    }

    /** What needed no record may have stood on a write that failed; as nothing was written for it, it is decided again. */
    private void putBackBehindFailures(List<WriteRequest<?>> batch) {
        queue.putBack(batch.stream()
                .dropWhile(each -> !(each.writes() && each.hasFailed()))
                .filter(each -> !each.writes())
                .toList());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            writer.abandon();
        } finally {
            lock.unlock();
        }
    }
}
