package io.millrace.integration.fuzz;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes what was mutated look whole, so that what lies behind a checksum is reached too. */
final class Checksums {

    private static final int BATCH_HEADER_BYTES = 61;
    private static final int BATCH_LENGTH = 8;
    private static final int BATCH_LENGTH_EXCLUDES = 12;
    private static final int BATCH_CRC = 17;
    private static final int BATCH_COVERED = 21;
    private static final int SNAPSHOT_CRC = 2;
    private static final int SNAPSHOT_COVERED = 6;

    private Checksums() {}

    /** One batch over the whole buffer. */
    static void sealBatch(ByteBuffer batch) {
        if (batch.limit() >= BATCH_HEADER_BYTES) {
            batch.putInt(BATCH_LENGTH, batch.limit() - BATCH_LENGTH_EXCLUDES);
            batch.putInt(BATCH_CRC, crc(batch, BATCH_COVERED));
        }
    }

    /** A producer snapshot in Kafka's format. */
    static void sealSnapshot(ByteBuffer snapshot) {
        if (snapshot.limit() >= SNAPSHOT_COVERED) {
            snapshot.putInt(SNAPSHOT_CRC, crc(snapshot, SNAPSHOT_COVERED));
        }
    }

    private static int crc(ByteBuffer bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, bytes.limit() - from));
        return (int) crc.getValue();
    }
}
