package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Damages a batch, and in half of the cases makes its length and checksum fit again. */
final class BatchMutations {
    private static final int[] NUMBERS = {Integer.MAX_VALUE, Integer.MAX_VALUE - 1, -1, 0, 1, 1 << 20, 1 << 28};
    private static final int MAX_STEPS = 2;
    private static final int MAX_INSERTED = 6;
    private static final int LENGTH = 8;
    private static final int CRC = 17;
    private static final int COVERED_BY_CRC = 21;

    private final RandomGenerator random;

    BatchMutations(RandomGenerator random) {
        this.random = random;
    }

    /** A damaged copy. */
    ByteBuffer apply(ByteBuffer batch) {
        byte[] mutated = new byte[batch.remaining()];
        batch.get(batch.position(), mutated);
        int steps = 1 + random.nextInt(MAX_STEPS);
        for (int step = 0; step < steps && mutated.length > 0; step++) {
            mutated = once(mutated);
        }
        ByteBuffer result = ByteBuffer.wrap(mutated);
        return random.nextBoolean() && mutated.length >= BatchView.HEADER_BYTES ? sealed(result) : result;
    }

    /** With the length and the checksum that its bytes should have. */
    static ByteBuffer sealed(ByteBuffer batch) {
        batch.putInt(LENGTH, batch.limit() - BatchView.PREFIX_BYTES);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(COVERED_BY_CRC, batch.limit() - COVERED_BY_CRC));
        return batch.putInt(CRC, (int) crc.getValue());
    }

    private byte[] once(byte[] batch) {
        // Half of the damage goes to the records, however small they are.
        int from = random.nextBoolean() ? Math.min(BatchView.HEADER_BYTES, batch.length - 1) : 0;
        int position = from + random.nextInt(batch.length - from);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(batch, position);
            case 1 -> inserted(batch, position);
            case 2 -> number(batch, position);
            default -> flipped(batch, position);
        };
    }

    private byte[] flipped(byte[] batch, int position) {
        batch[position] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return batch;
    }

    private byte[] number(byte[] batch, int position) {
        int start = Math.min(position, batch.length - Integer.BYTES);
        if (start >= 0) {
            ByteBuffer.wrap(batch).putInt(start, NUMBERS[random.nextInt(NUMBERS.length)]);
        }
        return batch;
    }

    private byte[] inserted(byte[] batch, int position) {
        byte[] more = new byte[1 + random.nextInt(MAX_INSERTED)];
        random.nextBytes(more);
        return ByteBuffer.allocate(batch.length + more.length)
                .put(batch, 0, position)
                .put(more)
                .put(batch, position, batch.length - position)
                .array();
    }
}
