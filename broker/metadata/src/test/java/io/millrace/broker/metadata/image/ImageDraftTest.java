package io.millrace.broker.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Changes of partitions are gathered and put into their topics at the end. */
class ImageDraftTest {

    private static final Uuid ID = new Uuid(1, 1);
    private static final LogPosition POSITION = new LogPosition(7, 7);

    private final MetadataImage base = imageWith(new TopicImage(ID, "orders", partitions(0, 3)));

    @Test
    void changesOfManyPartitionsComeTogether() {
        // Given
        ImageDraft draft = new ImageDraft(base);
        // When
        draft.putPartition(ID, partitionOf(base, 0).withNewTermOf(9));
        draft.putPartition(ID, partitionOf(base, 2).withNewTermOf(9));
        draft.addPartitions(ID, partitions(3, 2));
        draft.putPartition(ID, partition(5));
        MetadataImage next = draft.build(POSITION);
        // Then
        assertThat(next.topics().find(ID).orElseThrow().partitions())
                .extracting(PartitionImage::partition, PartitionImage::leader)
                .containsExactly(tuple(0, 9), tuple(1, 1), tuple(2, 9), tuple(3, 1), tuple(4, 1), tuple(5, 1));
        assertThat(next.topics().find("orders")).isEqualTo(next.topics().find(ID));
        assertThat(base.topics().find(ID).orElseThrow().partitions()).hasSize(3);
    }

    @Test
    void aTopicThatIsRemovedOrReplacedTakesItsChangesWithIt() {
        // Given
        ImageDraft removing = new ImageDraft(base);
        ImageDraft replacing = new ImageDraft(base);
        TopicImage replacement = new TopicImage(ID, "orders", partitions(0, 1));
        // When
        removing.putPartition(ID, partitionOf(base, 0).withNewTermOf(9));
        removing.removeTopic(ID);
        replacing.putPartition(ID, partitionOf(base, 0).withNewTermOf(9));
        replacing.putTopic(replacement);
        // Then
        assertThat(removing.build(POSITION).topics()).isEqualTo(TopicsImage.EMPTY);
        assertThat(replacing.build(POSITION).topics().find("orders")).contains(replacement);
    }

    @Test
    void aTopicThatTheDraftHasMadeCanChange() {
        // Given
        ImageDraft draft = new ImageDraft(MetadataImage.EMPTY);
        // When
        draft.putTopic(new TopicImage(ID, "orders", partitions(0, 1)));
        draft.addPartitions(ID, partitions(1, 1));
        // Then
        assertThat(draft.build(POSITION).topics().find("orders").orElseThrow().partitions())
                .isEqualTo(partitions(0, 2));
    }

    @Test
    void partitionsOfAnUnknownTopicAreRefused() {
        ImageDraft draft = new ImageDraft(base);
        assertThatThrownBy(() -> draft.putPartition(new Uuid(2, 2), partition(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No topic has the id");
    }

    private static MetadataImage imageWith(TopicImage topic) {
        ImageDraft draft = new ImageDraft(MetadataImage.EMPTY);
        draft.putTopic(topic);
        return draft.build(POSITION);
    }

    private static PartitionImage partitionOf(MetadataImage image, int partition) {
        return image.topics().find(ID).orElseThrow().partitions().get(partition);
    }

    private static List<PartitionImage> partitions(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(ImageDraftTest::partition)
                .toList();
    }

    private static PartitionImage partition(int number) {
        return new PartitionImage(number, List.of(1), List.of(1), 1, 0, 0);
    }
}
