package io.millrace.broker.coordinator.decision;

/**
 * A record for {@code __consumer_offsets}: key and value bytes in Kafka's formats. A null value is a tombstone. The
 * arrays are handed over, nobody writes to them again.
 */
public final class CoordinatorRecord {
    private final byte[] key;
    private final byte[] value;

    public CoordinatorRecord(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    public static CoordinatorRecord tombstone(byte[] key) {
        return new CoordinatorRecord(key, null);
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    public int sizeBytes() {
        return key.length + (value == null ? 0 : value.length);
    }

    public boolean isTombstone() {
        return value == null;
    }
}
