package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.record.SchemaJson;

/** Schemas in the bodies of requests and answers. */
final class SchemaBody {
    private SchemaBody() {}

    static SchemaCandidate candidate(Exchange exchange) {
        JsonNode body = exchange.json();
        JsonNode text = body.path("schema");
        if (!text.isTextual() && !text.isMissingNode() && !text.isNull()) {
            throw new HttpProblemException(RegistryErrorCode.INVALID_SCHEMA, "The field schema must be a string");
        }
        return new SchemaCandidate(
                SchemaJson.readContent(body, text.isTextual() ? text.asText() : ""),
                body.path("version").asInt(0),
                body.path("id").asInt(0),
                exchange.flag("normalize"));
    }

    static SchemaContent content(Exchange exchange) {
        return candidate(exchange).content();
    }

    static ObjectNode version(SchemaVersion version) {
        ObjectNode node = Answer.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("guid", version.content().guid().toString());
        SchemaJson.writeContentTo(node, version.content());
        node.put("schema", version.content().text());
        if (version.deleted()) {
            node.put("deleted", true);
        }
        return node;
    }

    static ObjectNode content(SchemaContent content) {
        ObjectNode node = Answer.object().put("schema", content.text());
        SchemaJson.writeContentTo(node, content);
        return node.put("guid", content.guid().toString());
    }
}
