package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final String PLACEHOLDER = "__left_out";
    private static final long END = 100;

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("large", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema ORIGIN = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .build();
    private static final Schema CHANGE = SchemaBuilder.struct()
            .name("shop.Envelope")
            .field("op", Schema.STRING_SCHEMA)
            .field("after", ROW)
            .field("source", ORIGIN)
            .build();

    private final InMemorySourceRows source = new InMemorySourceRows();
    private final LeftOutValues leftOut = new LeftOutValues(PLACEHOLDER.getBytes(StandardCharsets.UTF_8));

    @Test
    void holdsBackUpdatesThatLeaveValuesOutOfRowsThatAreGone() {
        // Given
        source.gone.add(1);
        SourceRecord lost = streamed(50, "u", 1, PLACEHOLDER);
        SourceRecord complete = streamed(51, "u", 1, "text");
        SourceRecord ofPresentRow = streamed(52, "u", 2, PLACEHOLDER);
        SourceRecord removal = streamed(53, "d", 1, null);

        // When
        List<SourceRecord> passed = Replay.afterSnapshot(source, leftOut)
                .passOn(List.of(snapshotted(1), lost, complete, ofPresentRow, removal));

        // Then
        assertThat(passed)
                .extracting(ReplayTest::position)
                .containsExactly(10L, position(complete), position(ofPresentRow), position(removal));
    }

    @Test
    void carriesTheEndOfTheReplayInOffsetsUntilItIsReached() {
        // Given
        Replay replay = Replay.afterSnapshot(source, leftOut);

        // When
        List<SourceRecord> passed =
                replay.passOn(List.of(snapshotted(1), streamed(50, "c", 1, "text"), streamed(END, "c", 2, "text")));
        source.gone.add(3);
        List<SourceRecord> later =
                replay.passOn(List.of(streamed(END + 1, "c", 3, "text"), streamed(END - 1, "u", 3, PLACEHOLDER)));

        // Then
        assertThat(passed).extracting(ReplayTest::endInOffset).containsExactly(null, END, END);
        assertThat(later).hasSize(2).noneMatch(next -> next.sourceOffset().containsKey(Replay.OFFSET_KEY));
        assertThat(source.closed).isTrue();
    }

    @Test
    void beginsWithTheRecordThatCompletesTheSnapshot() {
        // Given
        SourceRecord last = snapshotted(1);
        Map<String, Object> offset = new HashMap<>(last.sourceOffset());
        offset.put("snapshot_completed", true);

        // When
        List<SourceRecord> passed =
                Replay.afterSnapshot(source, leftOut).passOn(List.of(change(offset, "r", 1, "text")));

        // Then
        assertThat(passed).singleElement().extracting(ReplayTest::endInOffset).isEqualTo(END);
    }

    @Test
    void continuesWhereAnEarlierTaskWasKilled() {
        // Given
        source.gone.add(1);

        // When
        List<SourceRecord> passed = Replay.until(60, source, leftOut)
                .passOn(List.of(streamed(60, "u", 1, PLACEHOLDER), streamed(61, "u", 1, PLACEHOLDER)));

        // Then
        assertThat(passed).extracting(ReplayTest::position).containsExactly(61L);
    }

    @Test
    void leavesRecordsAloneThatAreNoChangesOfRows() {
        // Given
        SourceRecord note = new SourceRecord(Map.of(), Map.of(), "notes", Schema.STRING_SCHEMA, "snapshot started");
        SourceRecord heartbeat = new SourceRecord(Map.of(), Map.of("lsn", 50L), "heartbeats", KEY, key(1), KEY, key(1));

        // When
        List<SourceRecord> passed = Replay.until(60, source, leftOut).passOn(List.of(note, heartbeat));

        // Then
        assertThat(passed.get(0)).isSameAs(note);
        assertThat(passed.get(1).value()).isSameAs(heartbeat.value());
    }

    private static SourceRecord snapshotted(int id) {
        return change(Map.of("lsn", 10L, "snapshot", "INITIAL", "snapshot_completed", false), "r", id, "text");
    }

    private static SourceRecord streamed(long position, String operation, int id, String large) {
        return change(Map.of("lsn", position), operation, id, large);
    }

    private static SourceRecord change(Map<String, ?> offset, String operation, int id, String large) {
        Struct value = new Struct(CHANGE)
                .put("op", operation)
                .put("source", new Struct(ORIGIN).put("schema", "public").put("table", "item"));
        if (large != null) {
            value.put("after", new Struct(ROW).put("large", large));
        }
        return new SourceRecord(Map.of("server", "shop"), offset, "shop.public.item", KEY, key(id), CHANGE, value);
    }

    private static Struct key(int id) {
        return new Struct(KEY).put("id", id);
    }

    private static long position(SourceRecord next) {
        return (Long) next.sourceOffset().get("lsn");
    }

    private static Object endInOffset(SourceRecord next) {
        return next.sourceOffset().get(Replay.OFFSET_KEY);
    }

    private static final class InMemorySourceRows implements SourceRows {

        private final Set<Integer> gone = new HashSet<>();
        private boolean closed;

        @Override
        public long currentPosition() {
            return END;
        }

        @Override
        public boolean isGone(String schema, String table, Struct key) {
            return gone.contains(key.getInt32("id"));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
