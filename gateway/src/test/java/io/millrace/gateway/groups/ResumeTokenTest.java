package io.millrace.gateway.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.http.HttpProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ResumeTokenTest {
    private static Membership membership(List<String> topics) {
        return new Membership("g", UUID.randomUUID(), topics, true, IsolationLevel.READ_UNCOMMITTED);
    }

    /** With an id for each topic. */
    private static ResumeToken token(Membership membership, Map<TopicPartition, Range> handedOut) {
        return ResumeToken.first(membership)
                .of(membership.topics().stream().map(each -> Uuid.randomUuid()).toList())
                .after(handedOut);
    }

    /** As somebody would make one up who knows how it is done. */
    private static String sealed(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update("g".getBytes(StandardCharsets.UTF_8));
        checksum.update(content);
        byte[] whole = ByteBuffer.allocate(content.length + 4)
                .put(content)
                .putInt((int) checksum.getValue())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    private static byte[] content(ResumeToken token) {
        byte[] whole = Base64.getUrlDecoder().decode(token.text());
        return Arrays.copyOf(whole, whole.length - 4);
    }

    @Test
    void holdsAllThatAGatewayNeedsToGoOn() {
        // Given
        ResumeToken token = token(
                membership(List.of("b", "a")),
                Map.of(
                        new TopicPartition("a", 7),
                        new Range(5, 9),
                        new TopicPartition("b", 0),
                        new Range(0, Long.MAX_VALUE)));

        // Then
        assertThat(ResumeToken.of(token.text(), "g")).isEqualTo(token);
        ResumeToken empty = token(
                new Membership("g", UUID.randomUUID(), List.of("t"), false, IsolationLevel.READ_COMMITTED), Map.of());
        assertThat(ResumeToken.of(empty.text(), "g")).isEqualTo(empty);
    }

    @Test
    void theLargestOneCanBeSentBack() {
        // Given
        List<String> topics = IntStream.range(0, ResumeToken.TOPICS_MAX)
                .mapToObj(i -> "t".repeat(245) + (1000 + i))
                .toList();
        Map<TopicPartition, Range> ranges = IntStream.range(0, ResumeToken.PARTITIONS_MAX)
                .boxed()
                .collect(Collectors.toMap(
                        i -> new TopicPartition(topics.get(i % topics.size()), Integer.MAX_VALUE - i),
                        i -> new Range(i, Long.MAX_VALUE)));
        ResumeToken largest = token(membership(topics), ranges);

        // Then
        assertThat(ResumeToken.of(largest.text(), "g")).isEqualTo(largest);
    }

    @Test
    void refusesWhateverIsCutOrChangedOrMadeUpAsTheClientsFault() {
        // Given
        byte[] good = content(token(membership(List.of("a")), Map.of(new TopicPartition("a", 0), new Range(5, 9))));
        Random random = new Random(7);

        for (int i = 0; i < 20_000; i++) {
            // When
            byte[] made = Arrays.copyOf(good, random.nextInt(good.length + 3));
            for (int changes = random.nextInt(4); changes > 0 && made.length > 0; changes--) {
                made[random.nextInt(made.length)] = (byte) random.nextInt();
            }
            String text = sealed(made);

            // Then
            try {
                ResumeToken read = ResumeToken.of(text, "g");
                assertThat(read.membership().topics()).isNotEmpty();
                read.handedOut().forEach((partition, range) -> {
                    assertThat(partition.partition()).isNotNegative();
                    assertThat(range.from()).isBetween(0L, range.next());
                });
            } catch (HttpProblemException e) {
                assertThat(e.status()).isEqualTo(400);
                assertThat(e).hasMessageContaining("Send topics instead");
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        String token = token(membership(List.of("a")), Map.of()).text();
        assertThatThrownBy(() -> ResumeToken.of(token, "h")).hasMessageContaining("of another group");
        assertThatThrownBy(() -> ResumeToken.of("A" + token, "g")).isInstanceOf(HttpProblemException.class);
        assertThatThrownBy(() -> ResumeToken.of("A".repeat(100_001), "g")).hasMessageContaining("longer than 100000");
        byte[] newer = content(token(membership(List.of("a")), Map.of()));
        newer[0]++;
        assertThatThrownBy(() -> ResumeToken.of(sealed(newer), "g")).hasMessageContaining("another version");
    }

    @Test
    void forgetsWhatItHandedOutOfATopicThatIsAnotherOneNow() {
        Membership membership = membership(List.of("a", "b"));
        Uuid b = Uuid.randomUuid();
        ResumeToken before = ResumeToken.first(membership)
                .of(List.of(Uuid.randomUuid(), b))
                .after(Map.of(
                        new TopicPartition("a", 0), new Range(0, 5), new TopicPartition("b", 0), new Range(1, 2)));
        List<Uuid> now = List.of(Uuid.randomUuid(), b);
        assertThat(before.others(before.topicIds())).isEmpty();
        assertThat(ResumeToken.first(membership).others(now)).isEmpty();
        assertThat(before.others(now)).containsExactly("a");
        assertThat(before.of(now).handedOut()).isEqualTo(Map.of(new TopicPartition("b", 0), new Range(1, 2)));
        assertThat(before.of(now).others(now)).isEmpty();
    }

    @Test
    void acknowledgesOnlyFromWhereItsRecordsBegan() {
        Range range = new Range(10, 20);
        assertThat(range.acknowledges(10)).isTrue();
        assertThat(range.acknowledges(15))
                .as("another member was given the same")
                .isTrue();
        assertThat(range.acknowledges(20)).as("it was used before").isFalse();
        assertThat(range.acknowledges(25)).as("others went on").isFalse();
        assertThat(range.acknowledges(9)).as("the offset was set back").isFalse();
    }
}
