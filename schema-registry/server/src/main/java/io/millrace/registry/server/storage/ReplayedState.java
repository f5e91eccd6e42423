package io.millrace.registry.server.storage;

import io.millrace.registry.model.state.RegistryState;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What the records that have been read make of the state. For any thread; the reader's alone replays. */
final class ReplayedState {
    private final RegistryState state = new RegistryState();
    private final RecordApplier applier = new RecordApplier(state);
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ReadPosition position = new ReadPosition();
    /** Guarded by the lock. */
    private long nextOffset;

    <T> T read(Function<RegistryState, T> question) {
        return readBoth((now, replaying) -> question.apply(now));
    }

    /** The same, but ends with {@link WouldWaitException} while somebody changes the state or tries what would be. */
    <T> T readAtOnce(Function<RegistryState, T> question) {
        if (!lock.readLock().tryLock()) {
            throw new WouldWaitException();
        }
        try {
            position.requireAlive();
            return question.apply(state);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** With the offset up to which, exclusive, records have made the state what it is. */
    <T> T readAt(BiFunction<RegistryState, Long, T> question) {
        return read(now -> question.apply(now, nextOffset));
    }

    <T> T readBoth(BiFunction<RegistryState, RecordApplier, T> question) {
        lock.readLock().lock();
        try {
            position.requireAlive();
            return question.apply(state, applier);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Runs while nobody else sees the state, and leaves it as it was. If it throws, the state may show what never was in
     * the log, so nobody sees it any more.
     */
    void alone(BiConsumer<RegistryState, RecordApplier> work) {
        locked(replaying -> {
            position.requireAlive();
            try {
                work.accept(state, replaying);
            } catch (RuntimeException | Error e) {
                fail(e);
                throw e;
            }
        });
    }

    /** From now on our own records bear this name. */
    void follow(String writer) {
        locked(replaying -> replaying.follow(writer));
    }

    void replay(ConsumerRecords<byte[], byte[]> records, long positionAfter) {
        locked(replaying -> {
            records.forEach(replaying::apply);
            nextOffset = positionAfter;
        });
        position.advance(positionAfter);
    }

    /** There will be no more records. */
    void fail(Throwable cause) {
        position.fail(cause);
    }

    /** Waits until the record at the offset has been replayed. */
    void await(long offset, int timeoutMs) {
        position.await(offset, timeoutMs);
    }

    private void locked(Consumer<RecordApplier> work) {
        lock.writeLock().lock();
        try {
            work.accept(applier);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
