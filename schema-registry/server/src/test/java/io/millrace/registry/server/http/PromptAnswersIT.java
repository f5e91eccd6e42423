package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.avro.ParsedAvro;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.server.SharedKafka;
import io.millrace.registry.server.storage.RegistryStore;
import io.millrace.registry.server.storage.StoreConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is answered on the event loop, and what is not. */
class PromptAnswersIT {
    private static final int PATIENCE_MS = 120_000;
    private static final String KNOWN = "{\"type\":\"record\",\"name\":\"Known\",\"fields\":[]}";
    private static final String UNPARSED = "{\"type\":\"record\",\"name\":\"Unparsed\",\"fields\":[]}";
    private static final String LONG =
            "{\"type\":\"record\",\"name\":\"Long\",\"fields\":[],\"doc\":\"" + "d".repeat(20_000) + "\"}";

    /** Remembers one schema, and counts what it is asked to parse. */
    private static final class OneKnown implements SchemaKind<ParsedAvro> {
        private final AvroKind kind = new AvroKind(AvroLimits.standard());
        private final Decision<ParsedAvro> known = kind.parse(new SchemaSource(KNOWN, List.of()), Strictness.LENIENT);
        private int parsed;

        @Override
        public String type() {
            return kind.type();
        }

        @Override
        public Decision<ParsedAvro> parse(SchemaSource source, Strictness strictness) {
            parsed++;
            return kind.parse(source, strictness);
        }

        @Override
        public Optional<Decision<ParsedAvro>> known(SchemaSource source, Strictness strictness) {
            return source.text().equals(KNOWN) ? Optional.of(known) : Optional.empty();
        }

        @Override
        public List<Incompatibility> incompatibilities(
                ParsedAvro reader, ParsedAvro writer, CompatibilityPolicy policy, Incompatibility.Sides sides) {
            return kind.incompatibilities(reader, writer, policy, sides);
        }
    }

    private static RegistryStore store;

    private final OneKnown kind = new OneKnown();
    private final Registry atOnce =
            new Registry(store, new SchemaKinds(List.of(kind)), CompatibilityLevel.NONE, true).atOnce();
    private final PromptAnswers answers = new PromptAnswers(
            RegistryRoutes.routes(atOnce, new ServerIdentity("k", "r", "1", "c")).stream()
                    .filter(Route::quick)
                    .toList(),
            new Judges(Optional.empty(), atOnce));

    @BeforeAll
    static void open() {
        store = RegistryStore.open(new StoreConfig(
                SharedKafka.bootstrapServers(), SharedKafka.freshTopic(), 1, PATIENCE_MS, PATIENCE_MS, Map.of()));
        store.claim("http://127.0.0.1:1");
        assertThat(store.write(state -> Decision.accept(new Proposal<>(
                                List.of(version("s", 1, KNOWN), version("s", 2, UNPARSED), version("s", 3, LONG)), "")))
                        .isAccepted())
                .isTrue();
    }

    private static RegistryRecord version(String subject, int version, String text) {
        return new RegistryRecord.VersionWritten(
                new SchemaVersion(subject, version, version, SchemaContent.avro(text), false));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private Optional<Answer> answer(HttpMethod method, String path, String body) {
        return answer(method, path, body, new RequestBody(HttpData.ofUtf8(body)));
    }

    private Optional<Answer> answer(HttpMethod method, String path, String body, RequestBody read) {
        HttpRequest request = HttpRequest.of(method, path, MediaType.JSON, body);
        AggregatedHttpRequest whole = request.aggregate().join();
        String rawPath = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        return answers.answer(ServiceRequestContext.of(request), rawPath, whole, read);
    }

    private Optional<String> bodyOf(String path) {
        return answer(HttpMethod.GET, path, "").map(Answer::body);
    }

    private Optional<Answer> posted(String path, String schema) {
        return answer(
                HttpMethod.POST,
                path,
                JsonNodeFactory.instance.objectNode().put("schema", schema).toString());
    }

    @Test
    void aStoredSchemaIsHadAtOnceHoweverItIsAskedFor() {
        String guid = SchemaContent.avro(UNPARSED).guid().toString();

        assertThat(bodyOf("/schemas/ids/2/schema")).hasValue(UNPARSED);
        assertThat(bodyOf("/subjects/s/versions/2/schema")).hasValue(UNPARSED);
        assertThat(bodyOf("/schemas/ids/2"))
                .hasValueSatisfying(body -> assertThat(body).contains("Unparsed"));
        assertThat(bodyOf("/schemas/guids/" + guid))
                .hasValueSatisfying(body -> assertThat(body).contains("Unparsed"));
        assertThat(bodyOf("/contexts/:.:/subjects/s/versions/1"))
                .hasValueSatisfying(body -> assertThat(body).contains("Known"));
        assertThat(kind.parsed).isZero();
    }

    @Test
    void aSchemaThatWasParsedBeforeIsLookedUpAndRegisteredAgainAtOnce() {
        assertThat(posted("/subjects/s", KNOWN)).isPresent();
        assertThat(posted("/subjects/s/versions", KNOWN))
                .hasValueSatisfying(answer -> assertThat(answer.body()).contains("\"id\":1"));
    }

    @Test
    void nothingIsParsed() {
        assertThat(posted("/subjects/s", UNPARSED)).isEmpty();
        assertThat(posted("/subjects/s/versions", UNPARSED)).isEmpty();
        assertThat(bodyOf("/schemas/ids/2?format=resolved")).isEmpty();
        assertThat(bodyOf("/schemas/ids/2?findTags=true")).isEmpty();
        assertThat(kind.parsed).isZero();
    }

    @Test
    void whatIsReadIsHandedOn() {
        // Given
        String sent =
                JsonNodeFactory.instance.objectNode().put("schema", UNPARSED).toString();
        RequestBody body = new RequestBody(HttpData.ofUtf8(sent));

        // When
        assertThat(answer(HttpMethod.POST, "/subjects/s", sent, body)).isEmpty();

        // Then
        JsonNode parsed = body.json();
        assertThat(parsed.path("schema").asText()).isEqualTo(UNPARSED);
        assertThat(body.json()).as("by another thread").isSameAs(parsed);
    }

    @Test
    void nothingIsWritten() {
        assertThat(posted("/subjects/fresh/versions", KNOWN)).isEmpty();
        assertThat(answer(HttpMethod.DELETE, "/subjects/s", "")).isEmpty();

        List<SchemaVersion> fresh = store.read(state -> state.versions("fresh"));
        List<SchemaVersion> old = store.read(state -> state.versions("s", Visibility.LIVE));
        assertThat(fresh).isEmpty();
        assertThat(old).hasSize(3);
    }

    @Test
    void whatIsLongIsLeftToOthers() {
        assertThat(bodyOf("/schemas/ids/3")).isEmpty();
        assertThat(bodyOf("/subjects/s/versions/3/schema")).isEmpty();
        assertThat(posted("/subjects/s", KNOWN.replace("[]", "[]" + " ".repeat(20_000))))
                .isEmpty();
    }

    @Test
    void aRefusalIsFinal() {
        assertThatThrownBy(() -> bodyOf("/schemas/ids/4711")).isInstanceOf(HttpProblemException.class);
        assertThatThrownBy(() -> posted("/subjects/nobody", KNOWN)).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void otherPathsAreNotItsBusiness() {
        assertThat(bodyOf("/subjects")).isEmpty();
        assertThat(bodyOf("/nothing/of/ours")).isEmpty();
    }
}
