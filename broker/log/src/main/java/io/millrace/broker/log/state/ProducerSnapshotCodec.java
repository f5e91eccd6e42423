package io.millrace.broker.log.state;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Kafka's producer snapshot, version 1: version, CRC-32C, count, entries. Kafka keeps one entry per producer; we write
 * one per remembered batch, oldest first, so that retries of all five are recognised after a restart. A reader that
 * keeps the last entry of each producer, as Kafka's does, sees what it expects.
 */
final class ProducerSnapshotCodec {
    private static final short VERSION = 1;
    private static final int CRC_AT = 2;
    private static final int COUNT_AT = 6;
    private static final int ENTRY_BYTES = 46;
    /** Of a producer of which only a marker is remembered. */
    private static final ProducedBatch NO_BATCH = new ProducedBatch(Sequence.NONE, -1, 0);

    private ProducerSnapshotCodec() {}

    static ByteBuffer encode(Map<Long, ProducerEntry> producers, ProducerTime time) {
        ByteBuffer target =
                ByteBuffer.allocate(COUNT_AT + 4 + producers.size() * ProducerEntry.REMEMBERED_BATCHES * ENTRY_BYTES);
        target.putShort(VERSION).putInt(0).putInt(0);
        int count = 0;
        for (Map.Entry<Long, ProducerEntry> producer : producers.entrySet()) {
            ProducerEntry entry = producer.getValue();
            long timestampMs = time.toWallMs(entry.lastTimestampMs());
            if (entry.hasNoBatches()) {
                put(target, producer.getKey(), entry, NO_BATCH, timestampMs);
                count++;
            }
            for (ProducedBatch batch : entry.batches()) {
                put(target, producer.getKey(), entry, batch, timestampMs);
                count++;
            }
        }
        target.putInt(COUNT_AT, count).flip();
        return target.putInt(CRC_AT, crc(target));
    }

    static boolean decode(ByteBuffer source, Map<Long, ProducerEntry> producers, ProducerTime time) {
        ByteBuffer snapshot = source.slice();
        if (snapshot.limit() < COUNT_AT + 4
                || snapshot.getShort(0) != VERSION
                || snapshot.getInt(CRC_AT) != crc(snapshot)
                || snapshot.getInt(COUNT_AT) != (snapshot.limit() - COUNT_AT - 4) / ENTRY_BYTES) {
            return false;
        }
        snapshot.position(COUNT_AT + 4);
        while (snapshot.hasRemaining()) {
            get(snapshot, producers, time);
        }
        return true;
    }

    private static void put(
            ByteBuffer target, long producerId, ProducerEntry entry, ProducedBatch batch, long timestampMs) {
        target.putLong(producerId)
                .putShort(entry.producerEpoch())
                .putInt(batch.lastSequence())
                .putLong(batch.lastOffset())
                .putInt(batch.offsetDelta())
                .putLong(timestampMs)
                .putInt(entry.coordinatorEpoch())
                .putLong(entry.transactionFirstOffset());
    }

    private static void get(ByteBuffer snapshot, Map<Long, ProducerEntry> producers, ProducerTime time) {
        long producerId = snapshot.getLong();
        short producerEpoch = snapshot.getShort();
        ProducedBatch batch = new ProducedBatch(snapshot.getInt(), snapshot.getLong(), snapshot.getInt());
        long timestampMs = time.ofWallMs(snapshot.getLong());
        ProducerEntry entry = producers.computeIfAbsent(producerId, unseen -> new ProducerEntry(producerEpoch));
        if (batch.lastSequence() != Sequence.NONE) {
            entry.add(batch, timestampMs);
        }
        entry.restore(snapshot.getInt(), snapshot.getLong(), timestampMs);
    }

    private static int crc(ByteBuffer snapshot) {
        CRC32C crc = new CRC32C();
        crc.update(snapshot.slice(COUNT_AT, snapshot.limit() - COUNT_AT));
        return (int) crc.getValue();
    }
}
