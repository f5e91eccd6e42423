package io.millrace.broker.log.wal;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/**
 * One step of a partition's life.
 *
 * @param offset the log end offset to which a batch was appended, or the offset that a truncation or a start names
 */
public record WalEntry(Kind kind, Uuid topicId, int partition, long offset, ByteBuffer payload) {

    /** What happened. The codes are on disk. */
    public enum Kind {
        /** Payload: the batch as it stands in the segment. */
        BATCH(1),
        /** Payload: the topic's name. */
        CREATE(2),
        DELETE(3),
        TRUNCATE(4),
        /** The log start offset moved up to the offset. */
        START(5),
        /** Everything was removed; the log goes on at the offset. */
        RESTART(6),
        /** Fills the last block of a group, with zeros; only the write-ahead log itself ever sees it. */
        PADDING(7);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }
}
