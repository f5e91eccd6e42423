package io.millrace.registry.json.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.resource.DisallowSchemaLoader;
import io.millrace.registry.json.read.DraftNames;
import io.millrace.registry.json.read.TextNames;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the library's schema of ours: with the draft and with the references that our own reader found. */
final class CompiledSchema {
    /** Where a schema without {@code $id} stands, so that relative names have something to be relative to. */
    private static final String BASE = "registry://texts/schema";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CompiledSchema() {}

    /** The schema; a JsonSchemaException if the library cannot read it. */
    static JsonSchema of(JsonNode json, List<Dependency> dependencies, ValidationLimits limits) {
        Map<String, JsonNode> texts = texts(dependencies);
        TextNames names = TextNames.of(BASE, json, texts);
        String draft = DraftNames.of(json);
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                VersionFlag.fromId(draft).orElseThrow(),
                builder -> builder.schemaLoaders(loaders -> loaders.schemas((String iri) -> names.exact("", iri)
                                .or(() -> names.similar(iri))
                                .map(name -> named(texts.get(name), DraftNames.of(texts.get(name), json))
                                        .toString())
                                .orElse(null))
                        .add(DisallowSchemaLoader.getInstance())));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .regularExpressionFactory(new BoundedPatterns(limits))
                .build();
        return factory.getSchema(SchemaLocation.of(BASE), named(json, draft), config);
    }

    /** Of two under one name the first counts. */
    private static Map<String, JsonNode> texts(List<Dependency> dependencies) {
        Map<String, JsonNode> texts = new LinkedHashMap<>();
        for (Dependency each : dependencies) {
            try {
                texts.putIfAbsent(each.name(), JSON.readTree(each.text()));
            } catch (JsonProcessingException e) {
                throw new JsonSchemaException(
                        "its reference '" + each.name() + "' is not JSON: " + e.getOriginalMessage());
            }
        }
        return texts;
    }

    /** The same with the draft's name as the library knows it: another one it would try to load. */
    private static JsonNode named(JsonNode text, String draft) {
        return text.isObject() ? ((ObjectNode) text.deepCopy()).put("$schema", draft) : text;
    }
}
