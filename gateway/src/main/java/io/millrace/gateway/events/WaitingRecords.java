package io.millrace.gateway.events;

import io.millrace.gateway.records.RecordWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a stream's reader has polled and the stream has not written yet. One thread at a time. */
final class WaitingRecords {
    private static final int PIECE_BYTES = 256 << 10;

    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private Map<TopicPartition, OffsetAndMetadata> reached = Map.of();

    /** So many of them as make a piece. */
    record Batch(List<ConsumerRecord<byte[], byte[]>> records, long bytes) {}

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** When none waits. */
    void add(ConsumerRecords<byte[], byte[]> polled) {
        polled.forEach(waiting::add);
        reached = polled.nextOffsets();
    }

    /** The next ones, which wait on: one at least, each of which is written with an id of so many characters. */
    Batch next(int idChars) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> each : waiting) {
            long size = RecordWriter.sizeBytes(each) + idChars;
            if (!records.isEmpty() && bytes + size > PIECE_BYTES) {
                break;
            }
            records.add(each);
            bytes += size;
        }
        return new Batch(records, bytes);
    }

    /** The next one waits no more, and the positions are behind it. */
    void pass(Positions positions) {
        ConsumerRecord<byte[], byte[]> next = waiting.remove();
        positions.reach(next.partition(), next.offset() + 1);
        if (waiting.isEmpty()) {
            passAll(positions);
        }
    }

    /** None waits: the positions are where the reader is, also beyond what it did not show. */
    void passAll(Positions positions) {
        positions.reach(reached);
    }
}
