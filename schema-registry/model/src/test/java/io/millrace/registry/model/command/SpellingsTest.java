package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
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
}
