package io.millrace.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.gateway.http.HttpProblemException;
import java.util.Arrays;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final Uuid TOPIC = new Uuid(1L << 62, -7);

    @Test
    void comeBackFromTheirId() {
        long[] next = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE};

        Positions back = Positions.of(new Positions(TOPIC, next).id());

        assertThat(back.topicId()).isEqualTo(TOPIC);
        assertThat(back.partitions()).isEqualTo(next.length);
        for (int partition = 0; partition < next.length; partition++) {
            assertThat(back.next(partition)).isEqualTo(next[partition]);
        }
    }

    @Test
    void fitIntoAHeaderWhateverTheOffsetsAre() {
        long[] next = new long[Positions.PARTITIONS_MAX];
        Arrays.fill(next, Long.MAX_VALUE);

        String id = new Positions(TOPIC, next).id();

        assertThat(id).hasSizeLessThanOrEqualTo(Positions.ID_CHARS_MAX).matches("[A-Za-z0-9_-]+");
        assertThat(Positions.of(id).next(299)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> new Positions(TOPIC, new long[Positions.PARTITIONS_MAX + 1]))
                .isInstanceOf(HttpProblemException.class)
                .hasMessageContaining("301 partitions");
    }

    @Test
    void noticeEveryChangedCharacter() {
        String id = new Positions(TOPIC, new long[] {5, 300, 70_000}).id();

        for (int i = 0; i < id.length(); i++) {
            StringBuilder changed = new StringBuilder(id);
            changed.setCharAt(i, id.charAt(i) == 'm' ? 'X' : 'm');
            assertThatThrownBy(() -> Positions.of(changed.toString()))
                    .as(changed.toString())
                    .isInstanceOf(HttpProblemException.class)
                    .hasMessageContaining("Last-Event-ID");
            String cut = id.substring(0, i);
            assertThatThrownBy(() -> Positions.of(cut)).as(cut).isInstanceOf(HttpProblemException.class);
        }
    }

    @Test
    void growByPartitionsAtTheirBeginning() {
        Positions positions = new Positions(TOPIC, new long[] {5});

        positions.grow(2);
        positions.reach(1, 3);

        Positions back = Positions.of(positions.id());
        assertThat(back.next(0)).isEqualTo(5);
        assertThat(back.next(1)).isEqualTo(3);
    }
}
