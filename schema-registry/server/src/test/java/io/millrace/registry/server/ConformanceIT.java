package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.ConformanceScript.Row;
import io.millrace.registry.server.RestCaller.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path and error code that clients of a Confluent registry rely on, from the tables of {@link ConformanceScript}. */
class ConformanceIT {
    /** What only a failing store or a lost leader brings about, and what is not in a table for its size. */
    private static final Set<RegistryErrorCode> ELSEWHERE = Set.of(
            RegistryErrorCode.STORE_ERROR,
            RegistryErrorCode.STORE_TIMEOUT,
            RegistryErrorCode.FORWARD_FAILED,
            RegistryErrorCode.UNKNOWN_LEADER,
            RegistryErrorCode.SCHEMA_TOO_LARGE,
            RegistryErrorCode.TOO_MUCH_AT_ONCE,
            RegistryErrorCode.TOO_MANY_KEYS,
            RegistryErrorCode.TOO_MANY_EXPORTERS);

    private static RegistryServer server;
    private static RestCaller rest;

    @BeforeAll
    static void startRegistry() {
        server = SharedKafka.startRegistry(SharedKafka.freshTopic());
        rest = new RestCaller(server.url());
    }

    @AfterAll
    static void stopRegistry() {
        server.close();
    }

    static Stream<ConformanceScript> scripts() {
        return ConformanceScript.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void answersAsTheTableSays(ConformanceScript script) throws IOException {
        String unique = UUID.randomUUID().toString().replace("-", "");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("$s", "s" + unique);
        variables.put("$c", ".c" + unique);
        for (Row row : script.rows()) {
            // When
            Reply reply = send(row, variables);

            // Then
            assertThat(reply.status())
                    .as("%s answered %s", row.line(), reply.body())
                    .isEqualTo(row.status());
            if (!row.expected().isEmpty()) {
                JsonNode expected = RestCaller.JSON.readTree(filled(row.expected(), variables));
                assertThat(JsonPart.difference(expected, reply.json(), ""))
                        .as("%s answered %s", row.line(), reply.body())
                        .isEmpty();
            }
            if (!row.kept().isEmpty()) {
                variables.put("$" + row.kept(), reply.json().path(row.kept()).asText());
            }
        }
    }

    private static Reply send(Row row, Map<String, String> variables) {
        HttpRequest.BodyPublisher body = row.body()
                .map(text -> HttpRequest.BodyPublishers.ofString(filled(text, variables)))
                .orElseGet(HttpRequest.BodyPublishers::noBody);
        return rest.send(HttpRequest.newBuilder(URI.create(rest.url() + filled(row.path(), variables)))
                .method(row.method(), body));
    }

    /** The longest name first, so that no name is taken for another one that begins like it. */
    private static String filled(String text, Map<String, String> variables) {
        List<String> names = variables.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        String result = text;
        for (String name : names) {
            result = result.replace(name, variables.get(name));
        }
        return result;
    }

    @Test
    void hasARowForEveryErrorCode() {
        Set<Integer> expected = new TreeSet<>();
        Stream.of(RegistryErrorCode.values())
                .filter(code -> !ELSEWHERE.contains(code))
                .forEach(code -> expected.add(code.code()));
        String rows = ConformanceScript.all().stream()
                .flatMap(script -> script.rows().stream())
                .map(Row::expected)
                .collect(Collectors.joining("\n"));

        List<Integer> missing = expected.stream()
                .filter(code -> !rows.contains("\"error_code\":" + code + "}")
                        && !rows.contains("\"error_code\":" + code + ","))
                .toList();

        assertThat(missing).isEmpty();
    }
}
