package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.schema.SchemaTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tags in the bodies of requests and answers. */
final class TagBody {
    private TagBody() {}

    static SchemaTags.Change change(JsonNode body, String addedField, String removedField) {
        return new SchemaTags.Change(read(body, addedField), read(body, removedField));
    }

    private static List<SchemaTags> read(JsonNode body, String field) {
        List<SchemaTags> all = new ArrayList<>();
        for (JsonNode each : body.path(field)) {
            JsonNode entity = each.path("schemaEntity");
            if (!entity.path("entityPath").isTextual()
                    || !entity.path("entityType").isTextual()
                    || !each.path("tags").isArray()) {
                throw new HttpProblemException(
                        400,
                        "An entry of " + field + " needs schemaEntity with entityPath and entityType, and tags, but is "
                                + each);
            }
            List<String> tags = new ArrayList<>();
            each.path("tags").forEach(tag -> tags.add(tag.asText()));
            all.add(new SchemaTags(
                    entity.path("entityPath").asText(),
                    entity.path("entityType").asText().toLowerCase(Locale.ROOT),
                    tags));
        }
        return all;
    }

    static ArrayNode write(List<SchemaTags> all) {
        ArrayNode array = Answer.array();
        for (SchemaTags each : all) {
            ObjectNode node = array.addObject();
            node.putObject("schemaEntity").put("entityPath", each.path()).put("entityType", each.entityType());
            each.tags().forEach(node.putArray("tags")::add);
        }
        return array;
    }
}
