package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.millrace.registry.json.validate.DocumentValidator;
import io.millrace.registry.json.validate.ValidationLimits;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents against schemas; in their texts ' stands for ". */
class DocumentsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(Schemas.quoted(text));
    }

    private static Optional<DocumentValidator> validator(String schema, Dependency... dependencies) throws Exception {
        return DocumentValidator.of(
                Schemas.parseLeniently(schema, dependencies),
                json(schema),
                List.of(dependencies),
                ValidationLimits.standard());
    }

    private static Optional<String> problem(String schema, String document, Dependency... dependencies)
            throws Exception {
        return validator(schema, dependencies).orElseThrow().problem(json(document));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'object','properties':{'a':{'type':'integer'}},'required':['a']} | {'a':1} | {'a':'x'}",
                "{'type':'object','required':['a']} | {'a':null} | {}",
                "{'oneOf':[{'type':'null'},{'type':'string'}]} | null | 1",
                "{'type':'string','pattern':'^[a-z]+$'} | 'abc' | 'ABC'",
                "{'type':'string','pattern':'^(?!x)a'} | 'abc' | 'xabc'",
                "{'$schema':'http://json-schema.org/draft-04/schema#','minimum':3,'exclusiveMinimum':true} | 4 | 3",
                "{'$schema':'https://json-schema.org/draft/2020-12/schema','prefixItems':[{'type':'string'}]}"
                        + " | ['a',1] | [1]",
                "{'$schema':'https://json-schema.org/draft/2019-09/schema','allOf':[{'properties':{'a':{}}}],"
                        + "'unevaluatedProperties':false} | {'a':1} | {'b':1}",
            })
    void aDocumentFitsOrIsToldWhatDoesNot(String schema, String good, String bad) throws Exception {
        assertThat(problem(schema, good)).isEmpty();
        assertThat(problem(schema, bad)).isPresent();
    }

    @Test
    void aReferenceLeadsToADependency() throws Exception {
        // Given
        Dependency other = Schemas.dependency("other.json", "{'type':'integer'}");

        // Then
        assertThat(problem("{'properties':{'a':{'$ref':'other.json'}}}", "{'a':1}", other))
                .isEmpty();
        assertThat(problem("{'properties':{'a':{'$ref':'other.json'}}}", "{'a':'x'}", other))
                .isPresent();
        assertThat(problem("{'$id':'http://h/root.json','properties':{'a':{'$ref':'other.json'}}}", "{'a':'x'}", other))
                .isPresent();
    }

    /** The schemas are there, and would take the document. */
    @Test
    void nothingIsFetchedFromFilesOrTheNetworkOrTheClassPath(@TempDir Path folder) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("any.json"), "{}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            String http = "http://127.0.0.1:" + server.getAddress().getPort() + "/any.json";
            for (String nowhere : List.of(http, file.toUri().toString(), "classpath:draft-07/schema#")) {
                // When
                Optional<String> problem = problem("{'properties':{'a':{'$ref':'" + nowhere + "'}}}", "{'a':1}");

                // Then
                assertThat(problem).as(nowhere).hasValueSatisfying(said -> assertThat(said)
                        .contains("cannot be validated"));
            }
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aReferenceMeansTheTextOfJustThatName() throws Exception {
        // Given
        Dependency outer = Schemas.dependency("types.json", "{'type':'integer'}");
        Dependency inner = Schemas.dependency("v2/types.json", "{'$ref':'base.json'}");
        Dependency base = Schemas.dependency("v2/base.json", "{'type':'string'}");
        Dependency other = Schemas.dependency("base.json", "{'type':'boolean'}");

        // Then
        for (String id : List.of("", "'$id':'http://h/root.json',")) {
            assertThat(problem("{" + id + "'$ref':'v2/types.json'}", "'x'", outer, inner, other, base))
                    .isEmpty();
            assertThat(problem("{" + id + "'$ref':'types.json'}", "1", inner, outer, other, base))
                    .isEmpty();
        }
        assertThat(problem("{'$ref':'http://h/own.json'}", "'x'", outer, named("http://h/own.json", "string")))
                .isEmpty();
        assertThat(problem("{'$ref':'http://h/a/types.json'}", "1", outer)).isEmpty();
        assertThat(problem(
                        "{'$ref':'http://h/v2/types.json'}", "1", Schemas.dependency("h/v2/types.json", "true"), outer))
                .hasValueSatisfying(said -> assertThat(said).contains("cannot be validated"));
    }

    private static Dependency named(String id, String type) {
        return Schemas.dependency("t.json", "{'$id':'" + id + "','type':'" + type + "'}");
    }

    @Test
    void aSchemaOfNoDraftInParticularIsReadAsTheRegistryReadsIt() throws Exception {
        // Given
        String current = "{'$schema':'http://json-schema.org/schema#','$ref':'t.json'}";
        Dependency text = Schemas.dependency("t.json", "{'$schema':'http://json-schema.org/schema#','type':'string'}");

        // Then
        assertThat(problem(current, "'x'", text)).isEmpty();
        assertThat(problem(current, "1", text))
                .hasValueSatisfying(said -> assertThat(said).contains("integer found, string expected"));
        assertThat(problem("{'$schema':'urn:mine','type':'string'}", "'x'")).isEmpty();
    }

    @Test
    void aDynamicReferenceThatGoesRoundForEverIsToldAsThat() throws Exception {
        String schema = "{'$schema':'https://json-schema.org/draft/2020-12/schema','$id':'http://h/r',"
                + "'$dynamicAnchor':'n','$ref':'mid','$defs':{'mid':{'$id':'mid','$dynamicRef':'#n',"
                + "'$defs':{'n':{'$dynamicAnchor':'n','type':'integer'}}}}}";
        assertThat(problem(schema, "1"))
                .hasValueSatisfying(said -> assertThat(said).contains("again and again"));
    }

    @Test
    void aPatternThatTriesForEverIsGivenUp() throws Exception {
        // Given
        String text = "'" + "a".repeat(500) + "b'";

        // Then
        assertThat(problem("{'pattern':'^(a+)+$'}", text)).isPresent();
        assertThat(problem("{'pattern':'^(a+)+\\\\1c$'}", text))
                .hasValueSatisfying(said -> assertThat(said).contains("steps"));
        assertThat(problem("{'pattern':'^(?=x?)(a|b)+$'}", "'" + "a".repeat(5_000) + "'"))
                .hasValueSatisfying(said -> assertThat(said).contains("2000 characters"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref':'#'}",
                "{'allOf':[{'$ref':'#/definitions/a'}],'definitions':{'a':{'anyOf':[{'$ref':'#'}]}}}",
                "{'properties':{'p':{'not':{'$ref':'#/properties/p'}}}}",
                "{'type':'object','dependencies':{'a':{'$ref':'#'}}}",
            })
    void aSchemaThatNeverGoesIntoTheValueIsRefused(String schema) throws Exception {
        assertThat(validator(schema)).isEmpty();
    }

    @Test
    void aSchemaThatDoublesItsWorkAgainAndAgainIsRefused() throws Exception {
        // Given
        StringBuilder text = new StringBuilder("{'$ref':'#/definitions/d0','definitions':{");
        for (int i = 0; i < 40; i++) {
            String next = "{'$ref':'#/definitions/d" + (i + 1) + "'}";
            text.append("'d" + i + "':{'allOf':[" + next + "," + next + "]},");
        }

        // Then
        assertThat(validator(text + "'d40':{'type':'string'}}}")).isEmpty();
    }

    @Test
    void aSchemaMayContainItself() throws Exception {
        // Given
        String list = "{'type':'object','properties':{'next':{'oneOf':[{'type':'null'},{'$ref':'#'}]},"
                + "'value':{'type':'integer'}}}";

        // Then
        assertThat(problem(list, nested("{'next':", "null", "}", 150))).isEmpty();
        assertThat(problem(list, nested("{'next':", "{'value':'x'}", "}", 100))).isPresent();
        assertThat(problem(list, nested("{'next':", "null", "}", 250)))
                .hasValueSatisfying(said -> assertThat(said).contains("deep"));
    }

    private static String nested(String before, String inside, String after, int depth) {
        return before.repeat(depth) + inside + after.repeat(depth);
    }
}
