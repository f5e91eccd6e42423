package io.millrace.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;

/** Another implementation of JSON Schema, which knows the meta-schemas of all drafts and validates data. */
final class Oracle {
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().build();

    private final JsonSchema schema;

    private Oracle(JsonSchema schema) {
        this.schema = schema;
    }

    /** What a draft says of schemas. */
    static Oracle ofDraft(VersionFlag draft) {
        return new Oracle(JsonSchemaFactory.getInstance(draft).getSchema(SchemaLocation.of(draft.getId()), CONFIG));
    }

    /** What a schema of draft 7 says of data. */
    static Oracle of(JsonNode schema) {
        return new Oracle(JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema, CONFIG));
    }

    boolean takes(JsonNode data) {
        return schema.validate(data).isEmpty();
    }
}
