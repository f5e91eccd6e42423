package io.millrace.registry.server.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Own appends that were replayed when the topic confirmed them, and to which the reader has still to come. */
final class ConfirmedAppends {
    /** So many the reader may lag behind. */
    private static final int MAX_APPENDS = 1_000;

    private record Append(long first, long last, String writer) {}

    private final Deque<Append> ahead = new ArrayDeque<>();

    /** Whether records follow each other in the topic, from the given offset on, and one more append can be noted. */
    boolean mayAdd(List<ConsumerRecord<byte[], byte[]>> records, long from) {
        long first = records.get(0).offset();
        long last = records.get(records.size() - 1).offset();
        return first == from && last - first == records.size() - 1 && ahead.size() < MAX_APPENDS;
    }

    void add(List<ConsumerRecord<byte[], byte[]>> records, String writer) {
        ahead.add(new Append(
                records.get(0).offset(), records.get(records.size() - 1).offset(), writer));
    }

    /** Whether the record to which the reader has come has been replayed, and not another one in its place. */
    boolean contains(ConsumerRecord<byte[], byte[]> read) {
        while (!ahead.isEmpty() && ahead.peek().last() < read.offset()) {
            ahead.poll();
        }
        Header writer = read.headers().lastHeader(RecordApplier.WRITER_HEADER);
        return !ahead.isEmpty()
                && ahead.peek().first() <= read.offset()
                && writer != null
                && new String(writer.value(), StandardCharsets.UTF_8)
                        .equals(ahead.peek().writer());
    }

    void clear() {
        ahead.clear();
    }
}
