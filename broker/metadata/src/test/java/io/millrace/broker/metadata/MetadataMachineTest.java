package io.millrace.broker.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.metadata.command.AllocateProducerIds;
import io.millrace.broker.metadata.command.CommandEnvelope;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.FoundCluster;
import io.millrace.broker.metadata.command.ResponseCodec;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.RecentCommands;
import io.millrace.broker.metadata.record.ImageSnapshot;
import io.millrace.broker.metadata.wire.MetadataFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class MetadataMachineTest {
    private final MetadataDriver cluster = MetadataDriver.withBrokers(1);

    @Test
    void aRepeatedCommandGetsItsFirstAnswer() {
        // Given
        Uuid commandId = cluster.freshId();
        AllocateProducerIds command =
                new AllocateProducerIds(1, cluster.image.broker(1).orElseThrow().brokerEpoch());
        CommandResponse first = cluster.submit(commandId, command);
        // When
        CommandResponse again = cluster.submit(commandId, command);
        // Then
        assertThat(again).isEqualTo(first);
        assertThat(cluster.image.nextProducerId()).isEqualTo(1000);
    }

    @Test
    void aRepeatedCommandIsKnownAfterASnapshotToo() {
        // Given
        Uuid commandId = cluster.freshId();
        CreateTopics command = new CreateTopics(List.of(cluster.topic("t", 1, 1)), 1, 1, false);
        CommandResponse first = cluster.submit(commandId, command);
        cluster.image = ImageSnapshot.decode(ImageSnapshot.encode(cluster.image));
        // When
        CommandResponse again = cluster.submit(commandId, command);
        // Then
        assertThat(again).isEqualTo(first);
    }

    @Test
    void onlyTheLastCommandsAreRemembered() {
        // Given
        AllocateProducerIds command =
                new AllocateProducerIds(1, cluster.image.broker(1).orElseThrow().brokerEpoch());
        // When
        for (int number = 0; number < 2 * RecentCommands.LIMIT; number++) {
            cluster.submit(command);
        }
        // Then
        assertThat(cluster.image.recentCommands().all()).hasSize(RecentCommands.LIMIT);
    }

    @Test
    void anImageNeverChanges() {
        // Given
        MetadataImage before = cluster.image;
        byte[] bytes = ImageSnapshot.encode(before);
        // When
        cluster.create(cluster.topic("t", 3, 1));
        cluster.submit(cluster.registration(1));
        // Then
        assertThat(ImageSnapshot.encode(before)).isEqualTo(bytes);
        assertThat(cluster.image).isNotEqualTo(before);
        assertThatThrownBy(() -> before.brokers().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> cluster.image.topics().byName().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theHashTellsDifferentHistoriesApart() {
        // Given
        MetadataDriver other = MetadataDriver.withBrokers(1);
        assertThat(other.image.runningHash()).isEqualTo(cluster.image.runningHash());
        // When
        other.create(other.topic("t", 1, 1));
        cluster.create(cluster.topic("u", 1, 1));
        // Then
        assertThat(other.image.runningHash()).isNotEqualTo(cluster.image.runningHash());
    }

    @Test
    void damagedCommandsAreRefusedAndNeverCrash() {
        // Given
        byte[] whole = new CommandEnvelope(
                        cluster.freshId(), 5, new CreateTopics(List.of(cluster.topic("t", 1, 1)), 1, 1, false))
                .encode();
        Random random = new Random(42);
        // When, Then
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CommandEnvelope.decode(cut)).isInstanceOf(MetadataFormatException.class);
        }
        for (int round = 0; round < 5_000; round++) {
            byte[] noise = whole.clone();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            decodeOrRefuse(noise);
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            assertThat(CommandEnvelope.decode(bytes)).isNotNull();
        } catch (MetadataFormatException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @Test
    void refusesCommandsOfTheFuture() {
        // Given
        byte[] bytes = new CommandEnvelope(cluster.freshId(), 5, new FoundCluster("c", 1)).encode();
        bytes[0] = 3;
        byte[] unknown = new CommandEnvelope(cluster.freshId(), 5, new FoundCluster("c", 1)).encode();
        unknown[26] = 77;
        // When, Then
        assertThatThrownBy(() -> CommandEnvelope.decode(bytes)).hasMessageContaining("version 3");
        assertThatThrownBy(() -> CommandEnvelope.decode(unknown)).hasMessageContaining("unknown type 77");
    }

    @Test
    void answersComeBackFromBytes() {
        // Given
        CommandResponse response = cluster.createAll(false, cluster.topic("t", 2, 1), cluster.topic(".", 1, 1));
        // When, Then
        assertThat(ResponseCodec.decode(ResponseCodec.encode(response))).isEqualTo(response);
    }
}
