package io.millrace.broker.metadata.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.CreateAcls;
import io.millrace.broker.metadata.command.DeleteAcls;
import io.millrace.broker.metadata.command.DeleteTopics;
import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.metadata.command.TopicReference;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.ScramSecret;
import io.millrace.broker.metadata.wire.FieldWriter;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class ImageSnapshotTest {
    private static MetadataImage fullImage() {
        MetadataDriver cluster = MetadataDriver.withBrokers(3);
        cluster.create(cluster.topic("orders", 4, 3));
        cluster.create(cluster.topic("gone", 4, 3));
        cluster.alter(ConfigTarget.topic("orders"), ConfigOperation.set("retention.ms", "5"));
        cluster.submit(new DeleteTopics(List.of(TopicReference.of("gone"))));
        cluster.submit(new CreateAcls(List.of(acl("orders"), acl("gone"))));
        cluster.submit(new DeleteAcls(List.of(acl("gone").toFilter())));
        var secret = new ScramSecret(
                Bytes.wrap(new byte[] {1}), Bytes.wrap(new byte[] {2}), Bytes.wrap(new byte[] {3}), 4_096);
        cluster.submit(new AlterScramCredentials(List.of(new ScramChange("alice", (byte) 2, Optional.of(secret)))));
        cluster.submit(
                new AllocateProducerIds(1, cluster.image.broker(1).orElseThrow().brokerEpoch()));
        return cluster.image;
    }

    private static AclBinding acl(String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.PREFIXED),
                new AccessControlEntry("User:ann", "10.0.0.1", AclOperation.READ, AclPermissionType.DENY));
    }

    @Test
    void bringsBackEverything() {
        // Given
        MetadataImage image = fullImage();
        // When
        MetadataImage read = ImageSnapshot.decode(ImageSnapshot.encode(image));
        // Then
        assertThat(read).isEqualTo(image);
        assertThat(read.runningHash()).isEqualTo(image.runningHash());
        assertThat(read.nextProducerId()).isEqualTo(1000);
        assertThat(read.acls().bindings()).containsExactly(acl("orders"));
        assertThat(ImageSnapshot.encode(read)).isEqualTo(ImageSnapshot.encode(image));
    }

    @Test
    void bringsBackTheEmptyImage() {
        // When, Then
        assertThat(ImageSnapshot.decode(ImageSnapshot.encode(MetadataImage.EMPTY)))
                .isEqualTo(MetadataImage.EMPTY);
    }

    @Test
    void noticesEveryFlippedByteAndEveryTruncation() {
        // Given
        byte[] whole = ImageSnapshot.encode(fullImage());
        // When, Then
        for (int position = 0; position < whole.length; position++) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 0x10;
            byte[] cut = Arrays.copyOf(whole, position);
            assertThatThrownBy(() -> ImageSnapshot.decode(flipped)).isInstanceOf(MetadataFormatException.class);
            assertThatThrownBy(() -> ImageSnapshot.decode(cut)).isInstanceOf(MetadataFormatException.class);
        }
    }

    @Test
    void refusesAnImageOfANewerVersion() {
        // Given
        FieldWriter writer = new FieldWriter();
        writer.writeInt(0x4d524d49);
        writer.writeShort((short) 1);
        writer.writeInt(7);
        writer.writeLong(0);
        writer.writeLong(0);
        writer.writeInt(0);
        CRC32C checksum = new CRC32C();
        checksum.update(writer.toBytes());
        writer.writeInt((int) checksum.getValue());
        // When, Then
        assertThatThrownBy(() -> ImageSnapshot.decode(writer.toBytes()))
                .isInstanceOf(MetadataFormatException.class)
                .hasMessageContaining("metadata version 7")
                .hasMessageContaining("newer build");
    }

    @Test
    void refusesUnknownRecords() {
        // Given
        FieldWriter unknownType = new FieldWriter();
        unknownType.writeShort((short) 99);
        unknownType.writeByte((byte) 0);
        FieldWriter newerVersion = new FieldWriter();
        newerVersion.writeShort((short) 8);
        newerVersion.writeByte((byte) 1);
        // When, Then
        assertThatThrownBy(() -> RecordCodec.decode(unknownType.toBytes())).hasMessageContaining("unknown type 99");
        assertThatThrownBy(() -> RecordCodec.decode(newerVersion.toBytes())).hasMessageContaining("version 1");
    }
}
