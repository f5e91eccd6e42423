package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordApplierTest {
    private final RegistryState state = new RegistryState();
    private final RecordApplier applier = new RecordApplier(state);
    private long offset;

    private void read(String writer, RegistryRecord record) {
        RecordCodec.Encoded encoded = RecordCodec.encode(record);
        ConsumerRecord<byte[], byte[]> stored =
                new ConsumerRecord<>("_schemas", 0, offset++, encoded.key(), encoded.value());
        if (!writer.isEmpty()) {
            stored.headers().add(RecordApplier.WRITER_HEADER, writer.getBytes(StandardCharsets.UTF_8));
        }
        applier.apply(stored);
    }

    private static RegistryRecord claim(String writer) {
        return new RegistryRecord.EndMarked(Optional.of(new LeaderClaim(writer, "http://" + writer)));
    }

    private static RegistryRecord version(int id, String text) {
        return new RegistryRecord.VersionWritten(new SchemaVersion("s", 1, id, SchemaContent.avro(text), false));
    }

    @Test
    void ignoresWhatADeposedWriterWritesAndOverwritesItWithTheTruth() {
        // Given
        read("old", claim("old"));
        read("new", claim("new"));
        read("new", version(1, "\"int\""));

        // When
        read("old", version(1, "\"long\""));

        // Then
        assertThat(state.content(".", 1)).contains(SchemaContent.avro("\"int\""));
        assertThat(applier.repairs()).containsExactly(version(1, "\"int\""));
        read("new", version(1, "\"int\""));
        assertThat(applier.repairs()).isEmpty();
    }

    @Test
    void knowsWhichOfItsOwnRecordsIsTheFirstThatWasFenced() {
        // Given
        applier.follow("own");
        read("older", claim("older"));
        read("own", claim("own"));

        // When
        read("own", version(1, "\"int\""));
        read("older", version(1, "\"long\""));
        long beforeTheClaim = applier.firstFencedOffset();
        read("new", claim("new"));
        read("own", version(1, "\"int\""));
        read("own", version(1, "\"int\""));

        // Then
        assertThat(beforeTheClaim).isEqualTo(-1);
        assertThat(applier.firstFencedOffset()).isEqualTo(5);
        applier.follow("own again");
        assertThat(applier.firstFencedOffset()).isEqualTo(-1);
    }

    private static RegistryRecord other(int version, int id, String text) {
        return new RegistryRecord.VersionWritten(new SchemaVersion("o", version, id, SchemaContent.avro(text), false));
    }

    @Test
    void reportsAndErasesOurOwnSecondSchemaUnderATakenId() {
        // Given
        read("new", claim("new"));
        read("new", version(1, "\"int\""));
        assertThat(applier.lastRefusedOffset(offset)).isEqualTo(-1);

        // When
        read("new", other(1, 1, "\"long\""));

        // Then
        assertThat(applier.lastRefusedOffset(offset)).isEqualTo(2);
        assertThat(applier.repairs()).containsExactly(new RegistryRecord.VersionErased(new VersionKey("o", 1)));
    }

    @Test
    void leavesTheSecondSchemaOfAPeerUnderATakenIdAlone() {
        // Given
        read("new", claim("new"));
        read("new", version(1, "\"int\""));

        // When
        read("", other(1, 1, "\"long\""));

        // Then
        assertThat(applier.repairs()).isEmpty();
        assertThat(applier.lastRefusedOffset(offset)).isEqualTo(-1);
    }

    @Test
    void writesAVersionAgainThatAPeersRefusedRowHasCovered() {
        // Given
        read("new", claim("new"));
        read("new", version(1, "\"int\""));
        read("new", other(1, 2, "\"long\""));

        // When
        read("", other(1, 1, "\"string\""));

        // Then
        assertThat(applier.repairs()).containsExactly(other(1, 2, "\"long\""));
    }

    @Test
    void erasesWhatOnlyADeposedWriterKnows() {
        // Given
        read("old", claim("old"));
        read("new", claim("new"));

        // When
        read("old", version(1, "\"long\""));

        // Then
        assertThat(state.versions("s", Visibility.WITH_DELETED)).isEmpty();
        assertThat(applier.repairs()).containsExactly(new RegistryRecord.VersionErased(new VersionKey("s", 1)));
    }

    @Test
    void overwritesTheSettingsAndMarksOfADeposedWriterToo() {
        // Given
        RegistryRecord config =
                new RegistryRecord.ConfigWritten("s", Optional.of(SubjectConfig.of(CompatibilityLevel.FULL)));
        RegistryRecord mark = new RegistryRecord.HighestIdsMarked(new TreeMap<>(Map.of(".c", 9)));
        read("old", claim("old"));
        read("new", claim("new"));
        read("new", config);
        read("new", mark);

        // When
        read("old", new RegistryRecord.ConfigWritten("s", Optional.empty()));
        read("old", new RegistryRecord.ModeWritten("s", Optional.of(RegistryMode.READONLY)));
        read("old", new RegistryRecord.HighestIdsMarked(new TreeMap<>(Map.of(".c", 5))));

        // Then
        List<RegistryRecord> truths = List.of(config, new RegistryRecord.ModeWritten("s", Optional.empty()), mark);
        assertThat(applier.repairs()).containsExactlyElementsOf(truths);
        truths.forEach(truth -> read("new", truth));
        assertThat(applier.repairs()).isEmpty();
    }

    @Test
    void bringsBackAContextThatADeposedWriterDeletes() {
        // Given
        RegistryRecord context = new RegistryRecord.ContextWritten(".c", true);
        read("old", claim("old"));
        read("new", claim("new"));
        read("new", context);

        // When
        read("old", new RegistryRecord.ContextWritten(".c", false));

        // Then
        assertThat(state.contexts()).contains(".c");
        assertThat(applier.repairs()).containsExactly(context);
        read("new", context);
        assertThat(applier.repairs()).isEmpty();
    }

    @Test
    void notesWhenAVersionWasWritten() {
        // Given
        RecordCodec.Encoded encoded = RecordCodec.encode(version(1, "\"int\""));
        ConsumerRecord<byte[], byte[]> stored = new ConsumerRecord<>(
                "_schemas",
                0,
                offset++,
                12_345L,
                TimestampType.CREATE_TIME,
                0,
                0,
                encoded.key(),
                encoded.value(),
                new RecordHeaders(),
                Optional.empty());

        // When
        applier.apply(stored);

        // Then
        assertThat(state.writtenAtMs(new VersionKey("s", 1))).hasValue(12_345);
        read("", new RegistryRecord.VersionErased(new VersionKey("s", 1)));
        assertThat(state.writtenAtMs(new VersionKey("s", 1))).isEmpty();
    }

    @Test
    void acceptsRecordsOfEarlierWritersWhoseClaimsWereCompactedAway() {
        // Given
        read("old", version(1, "\"int\""));

        // When
        read("new", claim("new"));

        // Then
        assertThat(state.versions("s")).hasSize(1);
        assertThat(state.leader().orElseThrow().url()).isEqualTo("http://new");
    }

    @Test
    void acceptsRecordsOfPeersThatWriteNoName() {
        // Given
        read("new", claim("new"));

        // When
        read("", version(1, "\"int\""));

        // Then
        assertThat(state.versions("s")).hasSize(1);
    }

    @Test
    void remembersForeignKeysUntilTheyAreErased() {
        // Given
        byte[] foreign = "{\"subject\":\"s\",\"keytype\":\"SCHEMA\",\"version\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] value = RecordCodec.encode(version(1, "\"int\"")).value();

        // When
        applier.apply(new ConsumerRecord<>("_schemas", 0, offset++, foreign, value));

        // Then
        assertThat(applier.foreignKeys(version(1, "\"int\""))).containsExactly(foreign);
        applier.apply(new ConsumerRecord<>("_schemas", 0, offset++, foreign, null));
        assertThat(applier.foreignKeys(version(1, "\"int\""))).isEmpty();
    }

    @Test
    void remembersForeignKeysOfSettingsToo() {
        // Given
        byte[] foreign = "{\"subject\":\"s\",\"keytype\":\"CONFIG\"}".getBytes(StandardCharsets.UTF_8);
        RegistryRecord config =
                new RegistryRecord.ConfigWritten("s", Optional.of(SubjectConfig.of(CompatibilityLevel.FULL)));

        // When
        applier.apply(new ConsumerRecord<>(
                "_schemas", 0, offset++, foreign, RecordCodec.encode(config).value()));

        // Then
        assertThat(applier.foreignKeys(config)).containsExactly(foreign);
        assertThat(applier.foreignKeys(new RegistryRecord.ConfigWritten("s", Optional.empty())))
                .containsExactly(foreign);
        assertThat(applier.foreignKeys(new RegistryRecord.ModeWritten("s", Optional.empty())))
                .isEmpty();
    }
}
