package io.millrace.registry.protobuf;

/**
 * How large a schema may be, so that none of them is a bomb.
 *
 * @param textLength characters of its text, and of each text that it imports
 * @param depth how deep messages may be nested
 * @param declarations how many messages, fields, enum values and the like it may declare
 * @param dependencies how many other schemas it may use
 */
public record ProtobufLimits(int textLength, int depth, int declarations, int dependencies) {
    /** The limits of the house: 1 MiB of text, 32 messages deep, 10,000 declarations, 100 references. */
    public static ProtobufLimits standard() {
        return new ProtobufLimits(1 << 20, 32, 10_000, 100);
    }
}
