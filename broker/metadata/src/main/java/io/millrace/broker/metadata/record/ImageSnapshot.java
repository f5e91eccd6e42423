package io.millrace.broker.metadata.record;

import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.LogPosition;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.MetadataVersion;
import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** An image as bytes: a header, the records that make the image from nothing, and a checksum over both. */
public final class ImageSnapshot {
    private static final int MAGIC = 0x4d524d49;
    private static final short FORMAT = 1;
    private static final int HEADER_BYTES = Integer.BYTES + Short.BYTES;

    private ImageSnapshot() {}

    public static byte[] encode(MetadataImage image) {
        FieldWriter writer = new FieldWriter();
        writer.writeInt(MAGIC);
        writer.writeShort(FORMAT);
        writer.writeInt(image.metadataVersion());
        writer.writeLong(image.appliedIndex());
        writer.writeLong(image.runningHash());
        writer.writeList(recordsOf(image), (fields, record) -> fields.writeBytes(RecordCodec.encode(record)));
        writer.writeInt(checksum(writer.toBytes()));
        return writer.toBytes();
    }

    public static MetadataImage decode(byte[] bytes) {
        FieldReader reader = new FieldReader(bytes);
        if (bytes.length < HEADER_BYTES || reader.readInt() != MAGIC) {
            throw new MetadataFormatException("This is not a snapshot of Millrace metadata");
        }
        short format = reader.readShort();
        if (format != FORMAT) {
            throw new MetadataFormatException(
                    "The metadata snapshot has format " + format + ", this build knows format " + FORMAT
                            + ". Start the newer build of Millrace that wrote it; nothing was changed.");
        }
        requireChecksum(bytes);
        MetadataVersion.requireKnown(reader.readInt());
        LogPosition position = new LogPosition(reader.readLong(), reader.readLong());
        ImageDraft draft = new ImageDraft(MetadataImage.EMPTY);
        reader.readList(FieldReader::readBytes)
                .forEach(record -> RecordCodec.decode(record).applyTo(draft));
        reader.readInt();
        reader.expectEnd();
        return draft.build(position);
    }

    private static List<MetadataRecord> recordsOf(MetadataImage image) {
        List<MetadataRecord> records = new ArrayList<>();
        if (image.founded()) {
            records.add(new ClusterRecord(image.clusterId(), image.metadataVersion()));
        }
        image.brokers().values().forEach(broker -> records.add(new BrokerRecord(broker)));
        image.topics().byName().values().forEach(topic -> records.add(new TopicRecord(topic)));
        image.configs()
                .byTarget()
                .forEach((target, entries) -> entries.forEach(
                        (key, value) -> records.add(new ConfigRecord(target, key, Optional.of(value)))));
        image.acls().bindings().forEach(binding -> records.add(new AclAddedRecord(binding)));
        image.scram()
                .byUser()
                .forEach((user, secrets) -> secrets.forEach((mechanism, secret) ->
                        records.add(new ScramCredentialRecord(user, mechanism, Optional.of(secret)))));
        image.features()
                .levels()
                .forEach((feature, level) -> records.add(
                        new FeatureRecord(feature, level, image.features().epoch())));
        image.quotas()
                .byEntity()
                .forEach((entity, limits) ->
                        limits.forEach((key, limit) -> records.add(new QuotaRecord(entity, key, Optional.of(limit)))));
        records.add(new ProducerIdsRecord(image.nextProducerId()));
        image.recentCommands().all().forEach(command -> records.add(new CommandRecord(command)));
        return records;
    }

    private static void requireChecksum(byte[] bytes) {
        int bodyBytes = bytes.length - Integer.BYTES;
        FieldReader tail = new FieldReader(Arrays.copyOfRange(bytes, bodyBytes, bytes.length));
        if (tail.readInt() != checksum(Arrays.copyOf(bytes, bodyBytes))) {
            throw new MetadataFormatException("The checksum of the metadata snapshot is wrong: the file is damaged");
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
