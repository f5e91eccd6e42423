package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SnapshotMarkTest {

    @Test
    void seesThatASourceIsInItsSnapshot() {
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", "INITIAL", "snapshot_completed", false))))
                .hasValue(true);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", "BLOCKING", "last_snapshot_record", false))))
                .hasValue(true);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", true)))).hasValue(true);
    }

    @Test
    void seesThatItIsNotOrCanGoOnElsewhere() {
        assertThat(SnapshotMark.of(batch(Map.of("lsn", 1L)))).hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", "INCREMENTAL")))).hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", false)))).hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", "INITIAL", "snapshot_completed", true))))
                .hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("snapshot", "INITIAL", "last_snapshot_record", true))))
                .hasValue(false);
        Map<String, Object> empty = new HashMap<>();
        empty.put("snapshot", null);
        assertThat(SnapshotMark.of(batch(empty))).hasValue(false);
        assertThat(SnapshotMark.of(List.of(record(null)))).hasValue(false);
    }

    @Test
    void seesTheSnapshotsOfConnectorsForMongoDb() {
        assertThat(SnapshotMark.of(batch(Map.of("sec", 1422998530, "ord", 0, "initsync", true))))
                .hasValue(true);
        assertThat(SnapshotMark.of(batch(Map.of("sec", 1422998530, "ord", 1, "resume_token", "8263"))))
                .hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("_id", "{\"_id\": 1}", "copy", "true"))))
                .hasValue(true);
        assertThat(SnapshotMark.of(batch(Map.of("_id", "{\"_data\": \"8263\"}"))))
                .hasValue(false);
    }

    @Test
    void takesNoFieldOfOthersForASnapshot() {
        assertThat(SnapshotMark.of(batch(Map.of("copy", "true", "position", 3))))
                .hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("vgtid", "[{\"table_p_ks\":[{}]}]"))))
                .hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("offset", "2026-11-01T00:00:00Z", "finish", false))))
                .hasValue(false);
        assertThat(SnapshotMark.of(batch(Map.of("scn", "1", "snapshot_scn", "1", "snapshot_commit_scn", "2"))))
                .hasValue(false);
    }

    @Test
    void knowsNothingByABatchWithoutRecords() {
        assertThat(SnapshotMark.of(List.of())).isEmpty();
    }

    private static List<SourceRecord> batch(Map<String, ?> newest) {
        return Stream.of(Map.of("snapshot", "INITIAL"), newest)
                .map(SnapshotMarkTest::record)
                .toList();
    }

    private static SourceRecord record(Map<String, ?> offset) {
        return new SourceRecord(Map.of(), offset, "t", null, null);
    }
}
