package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServiceConfig;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.millrace.gateway.Description.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Description DESCRIPTION = Description.OF_THE_GATEWAY;
    private static final String SCHEMA = "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07";

    private static GatewayServer gateway;
    private static HttpCaller http;

    @BeforeAll
    static void start() {
        gateway = GatewayServer.start(Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", "127.0.0.1:1"));
        http = new HttpCaller(gateway.url());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void whatIsRoutedIsDescribedAndWhatIsDescribedIsRouted() {
        // Given
        Set<String> routed = new TreeSet<>();
        for (ServiceConfig service : gateway.server().serviceConfigs()) {
            Set<HttpMethod> methods = service.route().methods();
            for (HttpMethod method : methods) {
                // HEAD is GET without what it asks for, and said of all in one sentence; CONNECT is GET of a WebSocket.
                boolean isGet = method == HttpMethod.HEAD || method == HttpMethod.CONNECT;
                if (!isGet || !methods.contains(HttpMethod.GET)) {
                    routed.add(method + " " + pattern(service.route().patternString()));
                }
            }
        }

        // When
        Set<String> described =
                DESCRIPTION.operations().stream().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(described).isEqualTo(routed);
        assertThat(described).hasSizeGreaterThan(20);
    }

    private static String pattern(String route) {
        return Arrays.stream(route.split("/", -1))
                .map(part -> part.startsWith(":") ? "{" + part.substring(1) + "}" : part)
                .collect(Collectors.joining("/"));
    }

    @Test
    void partsOfPathsAreParameters() {
        for (Operation each : DESCRIPTION.operations()) {
            Set<String> parts = Pattern.compile("\\{([^}]*)}")
                    .matcher(each.path())
                    .results()
                    .map(part -> part.group(1))
                    .collect(Collectors.toSet());
            assertThat(DESCRIPTION.parameters(each, "path")).as(each.name()).isEqualTo(parts);
        }
    }

    @Test
    void isOpenApi() {
        assertThat(problems(DESCRIPTION.document())).isEmpty();
    }

    @Test
    void isHeldAgainstTheWholeOfOpenApi() {
        // Given
        ObjectNode noResponses = DESCRIPTION.document().deepCopy();
        ((ObjectNode) noResponses.at("/paths/~1brokers/get")).putArray("responses");
        ObjectNode noSchema = DESCRIPTION.document().deepCopy();
        ((ObjectNode) noSchema.at("/components/schemas/Offsets/properties/end_offset"))
                .put("type", "number of 64 bits");

        // Then
        assertThat(problems(noResponses)).isNotEmpty();
        assertThat(problems(noSchema)).isNotEmpty();
    }

    private static List<String> problems(JsonNode document) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.schemaMappers(
                        mappers -> mappers.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().build();
        JsonSchema schema = factory.getSchema(SchemaLocation.of(SCHEMA), config);
        return schema.validate(document).stream().map(Object::toString).toList();
    }

    @Test
    void referencesLeadSomewhereAndNothingIsLeftOver() {
        // Given
        Set<String> used = new TreeSet<>();
        everywhere(DESCRIPTION.document(), node -> {
            if (node.path("$ref").isTextual()) {
                used.add(node.path("$ref").textValue());
            }
        });

        // When
        Set<String> there = new TreeSet<>();
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            DESCRIPTION
                    .document()
                    .path("components")
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(name -> there.add("#/components/" + kind + "/" + name));
        }

        // Then
        assertThat(used).isEqualTo(there);
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndKnownTags() {
        // Given
        Set<String> tags = new TreeSet<>();
        DESCRIPTION
                .document()
                .path("tags")
                .forEach(each -> tags.add(each.path("name").textValue()));

        // When
        List<String> ids = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        for (Operation each : DESCRIPTION.operations()) {
            ids.add(each.node().path("operationId").textValue());
            each.node().path("tags").forEach(tag -> used.add(tag.textValue()));
        }

        // Then
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
        assertThat(used).isEqualTo(tags);
    }

    @Test
    void examplesAreOfTheirSchemas() {
        // Given
        List<String> wrong = new ArrayList<>();
        int[] examples = {0};

        // When
        everywhere(DESCRIPTION.document(), node -> {
            if (node.has("example")) {
                examples[0]++;
                wrong.addAll(DESCRIPTION.problems(node.path("schema"), node.path("example")));
            }
        });

        // Then
        assertThat(wrong).isEmpty();
        assertThat(examples[0]).isGreaterThan(5);
    }

    private static void everywhere(JsonNode node, Consumer<JsonNode> look) {
        look.accept(node);
        node.forEach(each -> everywhere(each, look));
    }

    @Test
    void isServed() {
        HttpCaller.Reply served = http.get("/openapi.json");
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.type()).startsWith("application/json");
        assertThat(served.json()).isEqualTo(DESCRIPTION.document());
        assertThat(http.call("HEAD", "/openapi.json", null).status()).isEqualTo(200);
    }

    @Test
    void isOfThisVersion() throws IOException {
        String version = DESCRIPTION.document().at("/info/version").textValue();
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>" + version + "</version>");
    }
}
