package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which version a spelling finds, and what is parsed for it. */
class SpellingsTest {
    private static final String AS_PEERS_WRITE = "{\"type\": \"int\"}";
    private static final String CANONICAL = "\"int\"";

    private final RegistryState state = new RegistryState();
    private final TextKind texts = new TextKind();
    private final SchemaReader reader =
            new SchemaReader(state, new SchemaKinds(List.of(new AvroKind(AvroLimits.standard()), texts)));

    private void holds(int version, SchemaContent content) {
        new RegistryRecord.VersionWritten(new SchemaVersion("s", version, version, content, false)).replay(state);
    }

    private static SchemaContent text(String text) {
        return new SchemaContent("TEXT", text, List.of(), Optional.empty(), Optional.empty());
    }

    private Optional<Integer> found(SchemaContent content) {
        return LookUpSchema.find(reader, "s", SchemaCandidate.of(content), Visibility.LIVE)
                .fold(found -> Optional.of(found.version()), refused -> Optional.empty());
    }

    private Optional<Integer> known(SchemaContent content) {
        return new RegisterSchema(reader, CompatibilityLevel.NONE, "s")
                .known(SchemaCandidate.of(content))
                .map(SchemaVersion::version);
    }

    @Test
    void theLatestVersionIsFoundByItsTextWithoutParsing() {
        // Given
        holds(1, text("a"));
        holds(2, text("b"));

        // Then
        assertThat(found(text("b"))).hasValue(2);
        assertThat(known(text("b"))).hasValue(2);
        Decision<Proposal<SchemaVersion>> again =
                new RegisterSchema(reader, CompatibilityLevel.NONE, "s").decide(SchemaCandidate.of(text("b")));
        assertThat(again.<Boolean>fold(proposal -> proposal.records().isEmpty(), refused -> false))
                .isTrue();
        assertThat(texts.sources).isEmpty();
        assertThat(found(text("a"))).hasValue(1);
    }

    @Test
    void aVersionInTheRegistrysSpellingCountsBeforeAnEarlierOneAsWritten() {
        // Given
        holds(1, SchemaContent.avro(AS_PEERS_WRITE));
        assertThat(found(SchemaContent.avro(AS_PEERS_WRITE))).hasValue(1);

        // When
        holds(2, SchemaContent.avro(CANONICAL));

        // Then
        assertThat(found(SchemaContent.avro(AS_PEERS_WRITE))).hasValue(2);
        assertThat(known(SchemaContent.avro(AS_PEERS_WRITE))).hasValue(2);
    }

    private void holdsWithReference(int version, String subject, int ofVersion) {
        SchemaContent whole = new SchemaContent(
                SchemaContent.AVRO,
                record("Whole", "\"n.Part\""),
                List.of(new SchemaReference("n.Part", subject, ofVersion)),
                Optional.empty(),
                Optional.empty());
        holds(version, whole);
    }

    private static String record(String name, String type) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"namespace\":\"n\",\"fields\":["
                + "{\"name\":\"f\",\"type\":" + type + "}]}";
    }

    /** As generated classes have them. */
    @Test
    void anAvroSchemaIsFoundThatIsSentWithoutItsReferences() {
        // Given
        String part = record("Part", "\"int\"");
        new RegistryRecord.VersionWritten(new SchemaVersion("part", 1, 10, SchemaContent.avro(part), false))
                .replay(state);
        holdsWithReference(1, "part", 1);
        holds(2, SchemaContent.avro("\"string\""));

        // Then
        assertThat(found(SchemaContent.avro(record("Whole", part)))).hasValue(1);
        assertThat(known(SchemaContent.avro(record("Whole", part)))).hasValue(1);
        assertThat(found(SchemaContent.avro(record("Whole", record("Part", "\"long\"")))))
                .isEmpty();
        assertThat(found(SchemaContent.avro(record("Whole", part))
                        .withContract(Optional.of("{\"properties\":{\"a\":\"b\"}}"), Optional.empty())))
                .as("with other metadata")
                .isEmpty();
    }

    @Test
    void noMoreVersionsAreReadForThatThanTheBoundSays() {
        // Given
        String part = record("Part", "\"int\"");
        new RegistryRecord.VersionWritten(new SchemaVersion("part", 1, 9999, SchemaContent.avro(part), false))
                .replay(state);
        holdsWithReference(1, "part", 1);
        for (int i = 2; i <= SameMeaning.VERSIONS_MAX; i++) {
            holds(i, text("t" + i));
        }
        assertThat(found(SchemaContent.avro(record("Whole", part)))).hasValue(1);

        // When
        holds(SameMeaning.VERSIONS_MAX + 1, text("one more"));

        // Then
        assertThat(found(SchemaContent.avro(record("Whole", part)))).isEmpty();
    }
}
