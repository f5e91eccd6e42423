package io.millrace.registry.server.storage;

import io.millrace.registry.server.storage.TableFormat.UnreadableException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of the topic make of the table, up to an offset. For any thread. */
final class ReplayedTable<T, R> {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayedTable.class);

    private final TableFormat<T, R> format;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ReadPosition position = new ReadPosition();
    // What follows is guarded by the lock.
    private final T table;
    /** What a peer wrote under other bytes than ours: by the bytes that we would write. No more than there are keys. */
    private final Map<ByteBuffer, byte[]> foreignKeys = new LinkedHashMap<>();

    ReplayedTable(TableFormat<T, R> format) {
        this.format = format;
        this.table = format.empty();
    }

    <A> A read(Function<T, A> question) {
        lock.readLock().lock();
        try {
            position.requireAlive();
            return question.apply(table);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The bytes under which the key is in the topic, or is to be: compaction compares them. */
    byte[] keyBytes(R written) {
        byte[] own = format.key(written);
        lock.readLock().lock();
        try {
            return foreignKeys.getOrDefault(ByteBuffer.wrap(own), own);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Replays what the reader has come to, all of which is news. */
    boolean replay(ConsumerRecords<byte[], byte[]> records, long positionAfter) {
        lock.writeLock().lock();
        try {
            records.forEach(this::apply);
        } finally {
            lock.writeLock().unlock();
        }
        position.advance(positionAfter);
        return true;
    }

    private void apply(ConsumerRecord<byte[], byte[]> stored) {
        if (stored.key() == null) {
            return;
        }
        try {
            Optional<R> decoded = format.decode(stored.key(), stored.value(), stored.timestamp());
            decoded.ifPresent(each -> apply(stored, each));
        } catch (UnreadableException e) {
            LOGGER.atWarn()
                    .addKeyValue("topicName", stored.topic())
                    .addKeyValue("offset", stored.offset())
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue("what", format.what())
                    .log("a record of a table cannot be read and counts as none");
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> stored, R written) {
        format.apply(written, table);
        byte[] own = format.key(written);
        if (stored.value() == null || Arrays.equals(own, stored.key())) {
            foreignKeys.remove(ByteBuffer.wrap(own));
        } else {
            foreignKeys.put(ByteBuffer.wrap(own), stored.key());
        }
    }

    /** There will be no more records. */
    void fail(Throwable cause) {
        position.fail(cause);
    }

    /** Waits until the record at the offset has been replayed. */
    void await(long offset, int timeoutMs) {
        position.await(offset, timeoutMs);
    }
}
