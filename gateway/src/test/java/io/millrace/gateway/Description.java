package io.millrace.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The description that the gateway gives of itself, as a client reads it. Any thread. */
final class Description {
    static final Description OF_THE_GATEWAY = new Description();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final JsonNode document;
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Description() {
        try (InputStream in = Description.class.getResourceAsStream("openapi/openapi.json")) {
            document = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** One operation; {@code node} is what is said of it. */
    record Operation(String method, String path, JsonNode node) {
        String name() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
                if (METHODS.contains(each.getKey())) {
                    all.add(new Operation(each.getKey().toUpperCase(Locale.ROOT), path.getKey(), each.getValue()));
                }
            }
        }
        return all;
    }

    /** The described path that a path of a request, without its query, is one of; names go over what may be any. */
    Optional<String> path(String requested) {
        String[] parts = requested.split("/", -1);
        String best = null;
        for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
            String[] named = each.getKey().split("/", -1);
            boolean same = named.length == parts.length;
            for (int i = 0; same && i < named.length; i++) {
                same = named[i].startsWith("{") ? !parts[i].isEmpty() : named[i].equals(parts[i]);
            }
            if (same && (best == null || variables(each.getKey()) < variables(best))) {
                best = each.getKey();
            }
        }
        return Optional.ofNullable(best);
    }

    private static long variables(String path) {
        return path.chars().filter(each -> each == '{').count();
    }

    /** What is said of a request to a described path. */
    Optional<Operation> operation(String method, String path) {
        return operations().stream()
                .filter(each -> each.path().equals(path) && each.method().equals(method))
                .findFirst();
    }

    /** The parameters of an operation, those of its path too. */
    List<JsonNode> parameters(Operation operation) {
        List<JsonNode> all = new ArrayList<>();
        document.path("paths").path(operation.path()).path("parameters").forEach(each -> all.add(resolved(each)));
        operation.node().path("parameters").forEach(each -> all.add(resolved(each)));
        return all;
    }

    /** The names of the parameters that stand there. */
    Set<String> parameters(Operation operation, String where) {
        Set<String> names = new TreeSet<>();
        for (JsonNode each : parameters(operation)) {
            if (each.path("in").textValue().equals(where)) {
                names.add(each.path("name").textValue());
            }
        }
        return names;
    }

    /** What a reference names, or what is no reference. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
    }

    /** Why data are not of a schema of the description; nothing if they are. */
    List<String> problems(JsonNode schema, JsonNode data) {
        return compiled.computeIfAbsent(schema, this::compile).validate(data).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        // References lead to the components of the description.
        whole.set("components", document.path("components"));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole, config);
    }
}
