package io.millrace.registry.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.RecordCodec.Encoded;
import io.millrace.registry.model.record.RecordCodec.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final SchemaVersion PLAIN = new SchemaVersion("s", 1, 5, SchemaContent.avro("\"int\""), false);

    private static String key(RegistryRecord record) {
        return new String(RecordCodec.encode(record).key(), StandardCharsets.UTF_8);
    }

    private static String value(RegistryRecord record) {
        return new String(RecordCodec.encode(record).value(), StandardCharsets.UTF_8);
    }

    private static RegistryRecord decoded(String key, String value) throws UnreadableRecordException {
        return RecordCodec.decode(
                        key.getBytes(StandardCharsets.UTF_8),
                        value == null ? null : value.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @Test
    void writesSchemasInTheOrderThatPeersCompact() {
        // Given
        RegistryRecord record = new RegistryRecord.VersionWritten(PLAIN);

        // Then
        assertThat(key(record)).isEqualTo("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}");
        assertThat(value(record))
                .isEqualTo("{\"subject\":\"s\",\"version\":1,\"id\":5,\"schema\":\"\\\"int\\\"\",\"deleted\":false}");
        assertThat(RecordCodec.encode(new RegistryRecord.VersionErased(PLAIN.key()))
                        .value())
                .isNull();
    }

    @Test
    void writesAssociationsInTheOrderThatPeersCompact() throws UnreadableRecordException {
        // Given
        AssociationKey key = new AssociationKey("t", "ns", "topic", "value", ":.c:s");
        Association association = new Association(key, "g", "i", Association.Lifecycle.WEAK, false, 7, 9);
        RegistryRecord record = new RegistryRecord.AssociationWritten(association);
        String written = "{\"keytype\":\"ASSOC\",\"tenant\":\"default\",\"resourceName\":\"t\","
                + "\"resourceNamespace\":\"ns\",\"resourceType\":\"topic\",\"associationType\":\"value\","
                + "\"subject\":\":.c:s\",\"magic\":0}";

        // Then
        assertThat(key(record)).isEqualTo(written);
        assertThat(decoded(written, value(record)))
                .isEqualTo(new RegistryRecord.AssociationWritten(association.at(7, 0)));
        assertThat(decoded(written, null)).isEqualTo(new RegistryRecord.AssociationErased(key));
        assertThat(decoded(
                        written,
                        "{\"guid\":\"g\",\"resourceId\":\"i\",\"lifecycle\":\"STRONG\",\"frozen\":true,\"x\":1}"))
                .isEqualTo(new RegistryRecord.AssociationWritten(
                        association.with(Association.Lifecycle.STRONG, true).at(0, 0)));
        assertThatThrownBy(() -> decoded(written, "{\"guid\":\"g\",\"resourceId\":\"i\",\"lifecycle\":\"NEW\"}"))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void writesSettingsInTheOrderThatPeersCompact() {
        // Given
        RegistryRecord config =
                new RegistryRecord.ConfigWritten("s", Optional.of(SubjectConfig.of(CompatibilityLevel.FULL)));
        RegistryRecord global =
                new RegistryRecord.ConfigWritten("", Optional.of(SubjectConfig.of(CompatibilityLevel.NONE)));
        RegistryRecord mode = new RegistryRecord.ModeWritten("s", Optional.of(RegistryMode.READONLY));

        // Then
        assertThat(key(config)).isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}");
        assertThat(value(config)).isEqualTo("{\"subject\":\"s\",\"compatibilityLevel\":\"FULL\"}");
        assertThat(key(global)).isEqualTo("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}");
        assertThat(value(global)).isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
        assertThat(key(mode)).isEqualTo("{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}");
        assertThat(value(mode)).isEqualTo("{\"subject\":\"s\",\"mode\":\"READONLY\"}");
        assertThat(key(new RegistryRecord.EndMarked(Optional.empty()))).isEqualTo("{\"keytype\":\"NOOP\",\"magic\":0}");
        assertThat(key(new RegistryRecord.HighestIdsMarked(new TreeMap<>(Map.of(".c", 3)))))
                .isEqualTo("{\"magic\":0,\"keytype\":\"NOOP\"}");
    }

    @Test
    void readsBackWhatItWrites() throws UnreadableRecordException {
        SchemaContent full = new SchemaContent(
                "JSON",
                "{}",
                List.of(new SchemaReference("n", "o", 2)),
                Optional.of("{\"properties\":{\"a\":\"b\"}}"),
                Optional.of("{\"domainRules\":[{\"name\":\"r\",\"kind\":\"CONDITION\",\"mode\":\"WRITE\","
                        + "\"type\":\"CEL\",\"disabled\":false}]}"));
        List<RegistryRecord> records = List.of(
                new RegistryRecord.VersionWritten(PLAIN),
                new RegistryRecord.VersionWritten(new SchemaVersion("ü/x", 2, 6, full, true)),
                new RegistryRecord.VersionErased(new VersionKey("s", 3)),
                new RegistryRecord.SubjectDeleted("s", 4),
                new RegistryRecord.SubjectCleared("s"),
                new RegistryRecord.ConfigWritten("s", Optional.empty()),
                new RegistryRecord.ConfigWritten("", Optional.of(SubjectConfig.of(CompatibilityLevel.FORWARD))),
                new RegistryRecord.ModeWritten("", Optional.of(RegistryMode.IMPORT)),
                new RegistryRecord.ContextWritten(".c", true),
                new RegistryRecord.EndMarked(Optional.empty()),
                new RegistryRecord.EndMarked(Optional.of(new LeaderClaim("w", "http://x"))),
                new RegistryRecord.HighestIdsMarked(new TreeMap<>(Map.of(".", 9, ".c", 3))));
        for (RegistryRecord record : records) {
            Encoded encoded = RecordCodec.encode(record);

            assertThat(RecordCodec.decode(encoded.key(), encoded.value())).contains(record);
            assertThat(RecordCodec.encodeKey(record)).isEqualTo(encoded.key());
        }
    }

    @Test
    void readsAnyOrderAndFieldsThatItDoesNotKnow() throws UnreadableRecordException {
        // Given
        String key = "{\"magic\":0,\"version\":1,\"node\":3,\"subject\":\"s\",\"keytype\":\"SCHEMA\",\"seq\":1}";
        String value = "{\"schema\":\"\\\"int\\\"\",\"new\":{},\"id\":5,\"references\":null,\"metadata\":null}";

        // Then
        assertThat(decoded(key, value))
                .isEqualTo(new RegistryRecord.VersionWritten(
                        new SchemaVersion("s", 1, 5, PLAIN.content(), false, "{\"new\":{}}")));
        assertThat(RecordCodec.decode("{\"keytype\":\"EXPORTER\"}".getBytes(StandardCharsets.UTF_8), null))
                .isEmpty();
    }

    @Test
    void keepsWhatOnlyAPeerKnowsWhenARecordIsWrittenAgain() throws UnreadableRecordException {
        // Given
        SchemaVersion version = ((RegistryRecord.VersionWritten) decoded(
                        "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                        "{\"md5\":\"x\",\"subject\":\"s\",\"version\":1,\"id\":5,\"schema\":\"\\\"int\\\"\",\"news\":[1],"
                                + "\"metadata\":{\"owners\":[\"a\"],\"properties\":{\"b\":\"2\",\"a\":\"1\"}}}"))
                .version();
        RegistryRecord config = decoded(
                "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}",
                "{\"newSetting\":{\"a\":1},\"subject\":\"s\",\"compatibilityLevel\":\"FULL\",\"normalize\":true}");

        // Then
        assertThat(value(new RegistryRecord.VersionWritten(version.softlyDeleted())))
                .isEqualTo(
                        "{\"subject\":\"s\",\"version\":1,\"id\":5,\"metadata\":{\"properties\":{\"a\":\"1\",\"b\":\"2\"},"
                                + "\"owners\":[\"a\"]},\"schema\":\"\\\"int\\\"\",\"deleted\":true,\"md5\":\"x\",\"news\":[1]}");
        assertThat(value(config))
                .isEqualTo("{\"subject\":\"s\",\"normalize\":true,\"compatibilityLevel\":\"FULL\","
                        + "\"newSetting\":{\"a\":1}}");
    }

    @Test
    void saysWhenARecordIsNotARegistrys() {
        assertThatThrownBy(() -> decoded("x", "y")).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> decoded("{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1}", "{}"))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("id is missing");
    }
}
