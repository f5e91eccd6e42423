package io.millrace.registry.server.storage;

import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** What the records of the topic make of the state, up to an offset. For any thread. */
final class ReplayedState {
    private final RegistryState state = new RegistryState();
    private final RecordApplier applier = new RecordApplier(state);
    /**
     * Whoever holds it sees no change. It is taken before the other lock is taken for writing: readers would queue up
     * behind a change that waits there for a slow decision.
     */
    private final ReentrantLock changes = new ReentrantLock();

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ReadPosition position = new ReadPosition();
    // What follows is guarded by the two.
    private final ConfirmedAppends confirmed = new ConfirmedAppends();
    /** Where the reader is. */
    private long readTo;
    /** Everything before has been replayed. */
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

    /** Decides while nothing changes and others may read, however long it takes. */
    void decide(BiConsumer<RegistryState, RecordApplier> decision) {
        changes.lock();
        try {
            position.requireAlive();
            decision.accept(state, applier);
        } finally {
            changes.unlock();
        }
    }

    /**
     * Runs while nobody else sees the state, and leaves it as it was. If it throws, the state may show what never was in
     * the log, so nobody sees it any more.
     */
    void alone(BiConsumer<RegistryState, RecordApplier> work) {
        change(() -> {
            position.requireAlive();
            try {
                work.accept(state, applier);
                return true;
            } catch (RuntimeException | Error e) {
                fail(e);
                throw e;
            }
        });
    }

    /** From now on our own records bear this name. */
    void follow(String writer) {
        change(() -> {
            applier.follow(writer);
            return true;
        });
    }

    /** Replays what the reader has come to; says whether any of it had not been replayed yet. */
    boolean replay(ConsumerRecords<byte[], byte[]> records, long positionAfter) {
        boolean news = change(() -> {
            if (positionAfter < readTo) {
                // The topic was cut, and is read again.
                confirmed.clear();
                nextOffset = positionAfter;
            }
            int before = 0;
            for (ConsumerRecord<byte[], byte[]> each : records) {
                if (confirmed.contains(each)) {
                    before++;
                } else {
                    applier.apply(each);
                }
            }
            readTo = positionAfter;
            nextOffset = Math.max(nextOffset, positionAfter);
            return before < records.count();
        });
        position.advance(positionAfter);
        return news;
    }

    /**
     * Replays records of the given writer which the topic has confirmed, if they are the next ones: then the reader would
     * find the same, and replay the same.
     */
    boolean replayConfirmed(List<ConsumerRecord<byte[], byte[]>> records, String writer) {
        return change(() -> {
            try {
                position.requireAlive();
                if (!confirmed.mayAdd(records, nextOffset)) {
                    return false;
                }
                confirmed.add(records, writer);
                records.forEach(applier::apply);
                nextOffset += records.size();
                position.advance(nextOffset);
                return true;
            } catch (RuntimeException | Error e) {
                fail(e);
                throw e;
            }
        });
    }

    /** There will be no more records. */
    void fail(Throwable cause) {
        position.fail(cause);
    }

    /** Waits until the record at the offset has been replayed. */
    void await(long offset, int timeoutMs) {
        position.await(offset, timeoutMs);
    }

    private boolean change(BooleanSupplier work) {
        changes.lock();
        try {
            lock.writeLock().lock();
            try {
                return work.getAsBoolean();
            } finally {
                lock.writeLock().unlock();
            }
        } finally {
            changes.unlock();
        }
    }
}
