package io.millrace.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request and its answer, held against what the gateway says of itself: whatever a test does, it must be described. */
final class DescribedExchange {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What is answered before anybody looks which operation it is. */
    private static final Set<Integer> UNDESCRIBED = Set.of(400, 401, 403, 404, 405);

    /** Their bodies hold records that may be wrong one by one. */
    private static final Set<String> RECORD_BY_RECORD = Set.of("produceLines", "produceV3", "produceBatchV3");

    private static final List<String> HEADERS =
            List.of("Retry-After", "Idempotent-Replayed", "Millrace-Next-Offset", "Millrace-End-Offset");

    private final Description description = Description.OF_THE_GATEWAY;
    private final String method;
    private final String target;
    private final HttpCaller.Reply reply;

    DescribedExchange(String method, String target, HttpCaller.Reply reply) {
        this.method = method;
        this.target = target;
        this.reply = reply;
    }

    /** Fails when the description does not know such a request or such an answer. */
    void requireFits(String type, byte[] body) {
        Optional<String> path = description.path(target.replaceFirst("\\?.*", ""));
        Optional<Description.Operation> operation =
                path.flatMap(known -> description.operation(method.equals("HEAD") ? "GET" : method, known));
        if (operation.isEmpty()) {
            require(UNDESCRIBED.contains(reply.status()), "there is no such operation");
            return;
        }
        JsonNode said = operation.get().node();
        JsonNode response = description.resolved(said.path("responses").path(Integer.toString(reply.status())));
        require(!response.isMissingNode(), "there is no such status");
        for (String each : HEADERS) {
            require(reply.header(each) == null || response.path("headers").has(each), "there is no header " + each);
        }
        if (!method.equals("HEAD")) {
            requireAnswer(said, response);
        }
        if (reply.status() < 300) {
            requireRequest(operation.get(), type, body);
        }
    }

    private void requireAnswer(JsonNode said, JsonNode response) {
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            require(reply.text().isEmpty(), "there is no body");
            return;
        }
        String type = plain(reply.type());
        JsonNode media = content.has(type) ? content.path(type) : content.path("application/*");
        require(media.has("schema"), "there is no such type");
        if (type.equals("text/plain")) {
            return;
        }
        List<JsonNode> documents = documents(reply.text());
        boolean many = type.contains("ndjson")
                || type.contains("jsonl")
                || said.path("operationId").textValue().equals("produceV3");
        require(many || documents.size() == 1, "there is one document");
        if (reply.status() >= 400) {
            int code = documents.get(0).path("error_code").asInt();
            boolean named = response.path("description").textValue().contains(Integer.toString(code));
            require(code == reply.status() || named, "there is no code " + code);
        }
        for (JsonNode each : documents) {
            List<String> problems = description.problems(media.path("schema"), each);
            require(problems.isEmpty(), "its schema says: " + problems);
        }
    }

    /** What is taken must be described as something that may be sent. */
    private void requireRequest(Description.Operation operation, String type, byte[] body) {
        Set<String> known = description.parameters(operation, "query");
        if (target.contains("?")) {
            for (String each : target.substring(target.indexOf('?') + 1).split("&", -1)) {
                String name = each.replaceFirst("=.*", "");
                require(name.isEmpty() || known.contains(name), "there is no parameter " + name);
            }
        }
        String id = operation.node().path("operationId").textValue();
        if (body == null || body.length == 0 || RECORD_BY_RECORD.contains(id)) {
            return;
        }
        require(operation.node().has("requestBody"), "it takes no body");
        JsonNode content = operation.node().path("requestBody").path("content");
        // Where one type is as good as the other, clients need not say which.
        JsonNode media = type.isEmpty() ? content.elements().next() : content.path(plain(type));
        require(media.has("schema"), "there is no type " + type + " of its body");
        List<String> problems = description.problems(
                media.path("schema"),
                documents(new String(body, StandardCharsets.UTF_8)).get(0));
        require(problems.isEmpty(), "the schema of its body says: " + problems);
    }

    private static String plain(String type) {
        return type.replaceFirst(";.*", "").trim();
    }

    private List<JsonNode> documents(String text) {
        List<JsonNode> found = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                found.add(JSON.readTree(parser));
            }
        } catch (IOException e) {
            throw new AssertionError(name() + " is not JSON: " + text, e);
        }
        return found;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(name() + " is not as openapi.json says: " + otherwise + "\n" + reply.text());
        }
    }

    private String name() {
        return method + " " + target + " -> " + reply.status() + " " + reply.type();
    }
}
