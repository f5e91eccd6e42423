package io.millrace.registry.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Asks a registry for schemas and ids, and remembers the answers that never change. Any thread. */
public final class RegistryClient {
    /** A schema under its id. */
    public record Registered(int id, Schema schema) {}

    private record Registration(String subject, Schema schema, boolean lookUpOnly) {}

    private static final int MAX_REFERENCE_DEPTH = 100;

    private final RegistryTransport transport;
    private final RecentMap<Integer, Schema> byId;
    private final RecentMap<Registration, Integer> ids;
    private final RecentMap<String, Registered> latest;

    public RegistryClient(RegistryClientConfig config) {
        this.transport = new RegistryTransport(config);
        this.byId = new RecentMap<>(config.maxCachedSchemas());
        this.ids = new RecentMap<>(config.maxCachedSchemas());
        this.latest = new RecentMap<>(config.maxCachedSchemas());
    }

    /** The schema that an id stands for. */
    public Schema schema(int id) {
        return byId.get(id, key -> parse(transport.get("/schemas/ids/" + key)));
    }

    /** Registers a schema, or finds it; answers its id. */
    public int register(String subject, Schema schema) {
        return ids.get(new Registration(subject, schema, false), key -> transport
                .post("/subjects/" + encode(subject) + "/versions", body(schema))
                .path("id")
                .asInt());
    }

    /** The id of a schema that must be registered already. */
    public int lookUp(String subject, Schema schema) {
        return ids.get(new Registration(subject, schema, true), key -> transport
                .post("/subjects/" + encode(subject), body(schema))
                .path("id")
                .asInt());
    }

    /** The latest schema of a subject, as it was when this client first asked. */
    public Registered latest(String subject) {
        return latest.get(subject, key -> {
            JsonNode answer = transport.get("/subjects/" + encode(subject) + "/versions/latest");
            return new Registered(answer.path("id").asInt(), parse(answer));
        });
    }

    private static ObjectNode body(Schema schema) {
        return RegistryTransport.JSON.createObjectNode().put("schema", schema.toString());
    }

    /** Whatever the registry holds must be readable, so names and defaults are not judged again. */
    private Schema parse(JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryException("the schema is of type " + type + ", not AVRO", 200, 0, null);
        }
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        List<String> texts = new ArrayList<>();
        collectReferences(answer.path("references"), texts, 0);
        for (String text : texts) {
            parser.parse(text);
        }
        return parser.parse(answer.path("schema").asText());
    }

    private void collectReferences(JsonNode references, List<String> texts, int depth) {
        if (depth > MAX_REFERENCE_DEPTH) {
            throw new RegistryException("references go deeper than " + MAX_REFERENCE_DEPTH, 200, 0, null);
        }
        if (!(references instanceof ArrayNode array)) {
            return;
        }
        for (JsonNode reference : array) {
            JsonNode target = transport.get("/subjects/"
                    + encode(reference.path("subject").asText()) + "/versions/"
                    + reference.path("version").asInt() + "?deleted=true");
            collectReferences(target.path("references"), texts, depth + 1);
            String text = target.path("schema").asText();
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
