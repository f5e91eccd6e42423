package io.millrace.registry.model.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;

/** Associations in the topic: the order of the {@code put} calls of the key is the format. */
final class AssociationJson {
    private static final String TENANT = "default";

    private AssociationJson() {}

    static ObjectNode key(AssociationKey key) {
        return RecordCodec.object()
                .put("keytype", "ASSOC")
                .put("tenant", TENANT)
                .put("resourceName", key.resourceName())
                .put("resourceNamespace", key.resourceNamespace())
                .put("resourceType", key.resourceType())
                .put("associationType", key.associationType())
                .put("subject", key.subject())
                .put("magic", 0);
    }

    static ObjectNode value(Association association) {
        AssociationKey key = association.key();
        ObjectNode node = RecordCodec.object()
                .put("subject", key.subject())
                .put("guid", association.guid())
                .put("tenant", TENANT)
                .put("resourceName", key.resourceName())
                .put("resourceNamespace", key.resourceNamespace())
                .put("resourceId", association.resourceId())
                .put("resourceType", key.resourceType())
                .put("associationType", key.associationType())
                .put("lifecycle", association.lifecycle().name())
                .put("frozen", association.frozen());
        return association.createdAtMs() == 0 ? node : node.put("createTs", association.createdAtMs());
    }

    static RegistryRecord read(JsonNode keyNode, JsonNode value) {
        AssociationKey key = new AssociationKey(
                RecordCodec.required(keyNode, "resourceName").asText(),
                RecordCodec.required(keyNode, "resourceNamespace").asText(),
                RecordCodec.required(keyNode, "resourceType").asText(),
                RecordCodec.required(keyNode, "associationType").asText(),
                RecordCodec.required(keyNode, "subject").asText());
        if (value.isNull()) {
            return new RegistryRecord.AssociationErased(key);
        }
        return new RegistryRecord.AssociationWritten(new Association(
                key,
                RecordCodec.required(value, "guid").asText(),
                RecordCodec.required(value, "resourceId").asText(),
                Association.Lifecycle.valueOf(
                        RecordCodec.required(value, "lifecycle").asText()),
                value.path("frozen").asBoolean(false),
                value.path("createTs").asLong(0),
                0));
    }
}
