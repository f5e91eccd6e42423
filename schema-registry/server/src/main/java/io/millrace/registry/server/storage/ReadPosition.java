package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the reader has come; writers wait on it. */
final class ReadPosition {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long position;
    private volatile Throwable failure;

    void advance(long to) {
        lock.lock();
        try {
            position = Math.max(position, to);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fail(Throwable cause) {
        failure = cause;
        advance(0);
    }

    void requireAlive() {
        if (failure != null) {
            throw new StoreException(
                    RegistryErrorCode.STORE_ERROR, "the reader of the registry's topic has stopped", failure);
        }
    }

    /** Waits until the record at the offset has been replayed. */
    void await(long offset, int timeoutMs) {
        long remainingNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        lock.lock();
        try {
            while (position <= offset) {
                requireAlive();
                if (remainingNanos <= 0) {
                    throw new StoreException(
                            RegistryErrorCode.STORE_TIMEOUT,
                            "the record was written, but not read back in " + timeoutMs + " ms",
                            null);
                }
                remainingNanos = moved.awaitNanos(remainingNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(RegistryErrorCode.STORE_ERROR, "interrupted while waiting", e);
        } finally {
            lock.unlock();
        }
    }
}
