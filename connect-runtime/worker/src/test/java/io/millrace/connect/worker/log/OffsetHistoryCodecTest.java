package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OffsetHistoryCodecTest {

    private static final OffsetHistoryEntry ENTRY = new OffsetHistoryEntry(
            7,
            1_000,
            Kind.ALTER,
            Optional.of("ann"),
            "w:1",
            Optional.of(List.of(new ConnectorOffset(Map.of("p", 1L), Optional.of(Map.of("at", 5L))))),
            List.of(
                    new OffsetDifference(Map.of("p", 1L), Optional.of(Map.of("at", 5L)), Optional.empty()),
                    new OffsetDifference(
                            Map.of("p", "two"), Optional.empty(), Optional.of(Map.of("at", 1.5, "ok", true)))),
            Optional.empty());

    @Test
    void whatIsWrittenIsRead() {
        assertThat(OffsetHistoryCodec.read(7, OffsetHistoryCodec.write(ENTRY))).isEqualTo(ENTRY);
        assertThat(OffsetHistoryCodec.read(7, OffsetHistoryCodec.write(ENTRY.failed("why"))))
                .isEqualTo(ENTRY.failed("why"));
    }

    @Test
    void offsetsThatWereLeftOutAreNotNoOffsets() {
        for (Optional<List<ConnectorOffset>> offsets :
                List.of(Optional.<List<ConnectorOffset>>empty(), Optional.of(List.<ConnectorOffset>of()))) {
            OffsetHistoryEntry entry = new OffsetHistoryEntry(
                    1, 2, Kind.RESUME, Optional.empty(), "w", offsets, List.of(), Optional.empty());
            assertThat(OffsetHistoryCodec.read(1, OffsetHistoryCodec.write(entry)))
                    .isEqualTo(entry);
        }
    }

    @Test
    void aKeyNamesAnyConnector() {
        for (String connector : List.of("c", "a-b-1", "", "é/ -")) {
            OffsetHistoryCodec.Key key = new OffsetHistoryCodec.Key(connector, 123);
            assertThat(OffsetHistoryCodec.readKey(key.bytes())).contains(key);
        }
        for (String other : List.of(
                "assignment", "running-offsets-1-c", "offsets-", "offsets-x-c", "offsets-1", "offsets--1-c", "")) {
            assertThat(OffsetHistoryCodec.readKey(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isEmpty();
        }
        assertThat(OffsetHistoryCodec.readKey(null)).isEmpty();
    }

    @Test
    void theBytesStayTheSameForThoseWhoReadThemLater() {
        OffsetHistoryEntry entry = new OffsetHistoryEntry(
                7,
                1_000,
                Kind.ALTER,
                Optional.of("ann"),
                "w:1",
                ENTRY.offsets(),
                ENTRY.changes().subList(0, 1),
                Optional.of("why"));
        assertThat(new String(OffsetHistoryCodec.write(entry), StandardCharsets.UTF_8))
                .isEqualTo("{\"at\":1000,\"kind\":\"ALTER\",\"by\":\"ann\",\"worker\":\"w:1\","
                        + "\"offsets\":[{\"partition\":{\"p\":1},\"offset\":{\"at\":5}}],"
                        + "\"to\":[{\"partition\":{\"p\":1},\"offset\":null}],\"failure\":\"why\"}");
        assertThat(new String(new OffsetHistoryCodec.Key("c", 7).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("offsets-7-c");
    }
}
