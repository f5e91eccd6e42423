package io.millrace.gateway.events;

import io.millrace.gateway.http.HttpProblemException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The next offset of every partition of a topic, which a client gets as the id of an event and sends back as {@code
 * Last-Event-ID}. The id holds a version, the topic's id, the offsets as varints and a checksum, in base64. One thread at a
 * time.
 */
final class Positions {
    /** So many fit into an id whatever their offsets are. */
    static final int PARTITIONS_MAX = 300;

    /** Half of what a server takes as headers by default, ours too. */
    static final int ID_CHARS_MAX = 4096;

    private static final byte VERSION = 1;
    private static final int TOPIC_ID_BYTES = 16;
    private static final int CHECKSUM_BYTES = 4;
    private static final int OFFSET_BYTES_MAX = 9;
    private static final int FRAME_BYTES = 1 + TOPIC_ID_BYTES + CHECKSUM_BYTES;
    private static final int CONTINUED = 0x80;
    private static final int BITS = 7;

    private final Uuid topicId;
    private long[] next;

    Positions(Uuid topicId, long[] next) {
        requireRoom(next.length);
        this.topicId = topicId;
        this.next = next.clone();
    }

    /** Refuses a topic that has more partitions than an id can hold. */
    static void requireRoom(int partitions) {
        if (partitions > PARTITIONS_MAX) {
            throw new HttpProblemException(
                    422,
                    "The topic has " + partitions + " partitions; a stream covers " + PARTITIONS_MAX
                            + " at most. Read its partitions by offset");
        }
    }

    /** Those of an id that a client sends back. */
    static Positions of(String id) {
        if (id.length() > ID_CHARS_MAX) {
            throw notOurs("is longer than " + ID_CHARS_MAX + " characters");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            throw notOurs("is not base64");
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (bytes.length < FRAME_BYTES
                || checksum(bytes, end) != ByteBuffer.wrap(bytes).getInt(end)) {
            throw notOurs("is cut or changed");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
        if (in.get() != VERSION) {
            throw notOurs("is of another version of this gateway");
        }
        Uuid topicId = new Uuid(in.getLong(), in.getLong());
        long[] next = new long[in.remaining()];
        int partitions = 0;
        try {
            while (in.hasRemaining()) {
                next[partitions++] = offset(in);
            }
        } catch (BufferUnderflowException e) {
            throw notOurs("is cut or changed");
        }
        return new Positions(topicId, Arrays.copyOf(next, partitions));
    }

    private static HttpProblemException notOurs(String why) {
        return new HttpProblemException(
                400, "Last-Event-ID is not one that this gateway gave: it " + why + ". Leave it out to begin anew");
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static long offset(ByteBuffer in) {
        long offset = 0;
        for (int shift = 0; shift < OFFSET_BYTES_MAX * BITS; shift += BITS) {
            byte each = in.get();
            offset |= (long) (each & (CONTINUED - 1)) << shift;
            if (each >= 0) {
                return offset;
            }
        }
        throw notOurs("has an offset that cannot be");
    }

    /** As an event's id. */
    String id() {
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES + next.length * OFFSET_BYTES_MAX);
        out.put(VERSION).putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
        for (long each : next) {
            long rest = each;
            while (rest >= CONTINUED) {
                out.put((byte) (rest | CONTINUED));
                rest >>>= BITS;
            }
            out.put((byte) rest);
        }
        out.putInt(checksum(out.array(), out.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out.array(), out.position()));
    }

    Uuid topicId() {
        return topicId;
    }

    int partitions() {
        return next.length;
    }

    long next(int partition) {
        return next[partition];
    }

    /** Moves on behind a record. */
    void reach(int partition, long nextOffset) {
        next[partition] = nextOffset;
    }

    /** Moves on as far as a consumer has come, also beyond what it did not show. */
    void reach(Map<TopicPartition, OffsetAndMetadata> reached) {
        reached.forEach((partition, to) -> reach(partition.partition(), to.offset()));
    }

    /** Takes in partitions that the topic got meanwhile, from their beginning. */
    void grow(int partitions) {
        requireRoom(partitions);
        next = Arrays.copyOf(next, partitions);
    }
}
