package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import org.apache.kafka.common.Uuid;

/**
 * A command as it lies in the metadata log.
 *
 * @param commandId made once by the proposer and kept over retries, so that a retry is recognised
 * @param proposedAtMs the proposer's clock
 */
public record CommandEnvelope(Uuid commandId, long proposedAtMs, MetadataCommand command) {
    private static final byte VERSION = 0;

    public byte[] encode() {
        FieldWriter writer = new FieldWriter();
        writer.writeByte(VERSION);
        writer.writeUuid(commandId);
        writer.writeLong(proposedAtMs);
        writer.writeShort(command.type().code());
        command.write(writer);
        return writer.toBytes();
    }

    public static CommandEnvelope decode(byte[] bytes) {
        FieldReader reader = new FieldReader(bytes);
        byte version = reader.readByte();
        if (version != VERSION) {
            throw new MetadataFormatException("A metadata command has version " + version
                    + ", this build knows version " + VERSION + ". A newer build of Millrace wrote it.");
        }
        Uuid commandId = reader.readUuid();
        long proposedAtMs = reader.readLong();
        MetadataCommand command = typeOf(reader.readShort()).read(reader);
        reader.expectEnd();
        return new CommandEnvelope(commandId, proposedAtMs, command);
    }

    private static CommandType typeOf(short code) {
        for (CommandType type : CommandType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new MetadataFormatException("A metadata command has the unknown type " + code
                + ". A newer build of Millrace wrote it, or it is damaged.");
    }
}
