package io.millrace.broker.server.node;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages a frame in the ways that clients do, by accident or on purpose. */
final class FrameMutations {

    private static final int[] LENGTHS = {Integer.MAX_VALUE, -1, 0, 1 << 16, 1 << 20, 1 << 28};
    private static final int MAX_STEPS = 3;
    private static final int MAX_INSERTED = 9;

    private final RandomGenerator random;

    FrameMutations(RandomGenerator random) {
        this.random = random;
    }

    /** A damaged copy. */
    byte[] apply(byte[] frame) {
        byte[] mutated = frame.clone();
        int steps = 1 + random.nextInt(MAX_STEPS);
        for (int step = 0; step < steps && mutated.length > 0; step++) {
            mutated = once(mutated);
        }
        return mutated;
    }

    private byte[] once(byte[] frame) {
        int position = random.nextInt(frame.length);
        return switch (random.nextInt(5)) {
            case 0 -> flip(frame, position);
            case 1 -> Arrays.copyOf(frame, position);
            case 2 -> insert(frame, position);
            case 3 -> replace(frame, position, 1, varint(length()));
            default ->
                replace(
                        frame,
                        position,
                        Math.min(Integer.BYTES, frame.length - position),
                        ByteBuffer.allocate(Integer.BYTES).putInt(length()).array());
        };
    }

    private int length() {
        return LENGTHS[random.nextInt(LENGTHS.length)];
    }

    private byte[] flip(byte[] frame, int position) {
        frame[position] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return frame;
    }

    private byte[] insert(byte[] frame, int position) {
        byte[] inserted = new byte[1 + random.nextInt(MAX_INSERTED)];
        random.nextBytes(inserted);
        return replace(frame, position, 0, inserted);
    }

    private static byte[] replace(byte[] frame, int position, int replaced, byte[] by) {
        ByteBuffer result = ByteBuffer.allocate(frame.length - replaced + by.length);
        result.put(frame, 0, position).put(by);
        return result.put(frame, position + replaced, frame.length - position - replaced)
                .array();
    }

    private static byte[] varint(int value) {
        ByteBuffer bytes = ByteBuffer.allocate(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
