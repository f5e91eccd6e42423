package io.millrace.registry.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.server.audit.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The records of one change as JSON, each with all that is known then; a body is cut, but its digest is of the whole. */
final class AuditRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How much of a body, an answer, a query or a message a record holds at most, in characters. */
    private static final int MAX_TEXT = 4096;

    private static final int FIRST_STORE_ERROR = 50001;

    private final ObjectNode head = JSON.createObjectNode();
    private final String scope;

    AuditRecord(UUID id, String node, Change change, String method, Exchange exchange, Caller caller) {
        scope = exchange.part("subject") == null ? exchange.context() : exchange.subject();
        head.put("auditId", id.toString())
                .put("principal", caller.principal())
                .put("client", caller.client())
                .put("forwardedBy", caller.forwardedBy().isEmpty() ? null : caller.forwardedBy())
                .put("node", node)
                .put("change", change.name())
                .put("method", method)
                .put("context", exchange.context());
        ObjectNode path = head.putObject("path");
        exchange.path().forEach((name, value) -> path.put(name, cut(value)));
        ObjectNode query = head.putObject("query");
        for (Map.Entry<String, String> each : exchange.query()) {
            query.put(cut(each.getKey()), cut(each.getValue()));
        }
        if (!exchange.body().isEmpty()) {
            head.put("body", cut(change.shown(exchange.body()))).put("bodySha256", digest(exchange.body()));
        }
    }

    AuditLog.Entry attempt() {
        return entry(head.deepCopy().put("phase", "ATTEMPT"));
    }

    /** A batch that was answered says of each of its requests what became of it. */
    AuditLog.Entry answered(Answer answer) {
        JsonNode body = parsed(answer.body());
        if (body.path("results").isArray()) {
            return batch(answer.status(), body.path("results"));
        }
        ObjectNode node = outcome("SUCCEEDED", answer.status());
        if (body.isObject()) {
            ObjectNode result = node.putObject("result");
            for (String name : List.of("subject", "version", "id", "guid")) {
                if (body.has(name)) {
                    result.set(name, body.get(name));
                }
            }
        } else {
            node.put("result", cut(answer.body()));
        }
        return entry(node);
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // a schema by itself may be any text
        }
    }

    private AuditLog.Entry batch(int status, JsonNode results) {
        int refused = 0;
        int unknown = 0;
        for (JsonNode each : results) {
            int code = each.path("error").path("error_code").asInt();
            refused += code == 0 ? 0 : 1;
            unknown += code >= FIRST_STORE_ERROR ? 1 : 0;
        }
        String outcome = refused == results.size() ? "REFUSED" : refused > 0 ? "PARTLY" : "SUCCEEDED";
        ObjectNode node = outcome(unknown > 0 ? "UNKNOWN" : outcome, status);
        node.putObject("result").put("succeeded", results.size() - refused).put("failed", refused);
        return entry(node);
    }

    AuditLog.Entry refused(HttpProblemException problem) {
        return ended("REFUSED", problem.status(), problem.code(), problem.getMessage());
    }

    AuditLog.Entry ended(String outcome, int status, int code, String message) {
        return entry(outcome(outcome, status).put("errorCode", code).put("message", cut(message)));
    }

    private ObjectNode outcome(String outcome, int status) {
        return head.deepCopy().put("phase", "OUTCOME").put("outcome", outcome).put("status", status);
    }

    private AuditLog.Entry entry(ObjectNode node) {
        node.put("time", Instant.now().toString());
        return new AuditLog.Entry(
                scope.getBytes(StandardCharsets.UTF_8), node.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String digest(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
