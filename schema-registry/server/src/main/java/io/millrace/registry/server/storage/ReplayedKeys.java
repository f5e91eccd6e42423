package io.millrace.registry.server.storage;

import io.millrace.registry.model.dek.KeyCodec;
import io.millrace.registry.model.dek.KeyCodec.UnreadableKeyException;
import io.millrace.registry.model.dek.KeyRecord;
import io.millrace.registry.model.dek.KeyTable;
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

/** What the records of the topic make of the table of keys, up to an offset. For any thread. */
final class ReplayedKeys {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReplayedKeys.class);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ReadPosition position = new ReadPosition();
    // What follows is guarded by the lock.
    private final KeyTable table = new KeyTable();
    /** What a peer wrote under other bytes than ours: by the bytes that we would write. No more than there are keys. */
    private final Map<ByteBuffer, byte[]> foreignKeys = new LinkedHashMap<>();

    <T> T read(Function<KeyTable, T> question) {
        lock.readLock().lock();
        try {
            position.requireAlive();
            return question.apply(table);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The bytes under which the key is in the topic, or is to be: compaction compares them. */
    byte[] keyBytes(KeyRecord keyRecord) {
        byte[] own = KeyCodec.key(keyRecord);
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
            Optional<KeyRecord> decoded = KeyCodec.decode(stored.key(), stored.value(), stored.timestamp());
            decoded.ifPresent(each -> apply(stored, each));
        } catch (UnreadableKeyException e) {
            LOGGER.atWarn()
                    .addKeyValue("topicName", stored.topic())
                    .addKeyValue("offset", stored.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of a key cannot be read and counts as none");
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> stored, KeyRecord keyRecord) {
        keyRecord.apply(table);
        byte[] own = KeyCodec.key(keyRecord);
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
