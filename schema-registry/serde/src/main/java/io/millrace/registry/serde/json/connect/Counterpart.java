package io.millrace.registry.serde.json.connect;

import io.millrace.registry.serde.json.JsonSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** What a JSON schema is to Connect, or why it is nothing: both are found once, not for each record. */
final class Counterpart {
    private final Schema schema;
    private final DataException refusal;

    private Counterpart(Schema schema, DataException refusal) {
        this.schema = schema;
        this.refusal = refusal;
    }

    static Counterpart of(JsonMappingConfig config, JsonSchema json) {
        try {
            return new Counterpart(new SchemaReader(config, new References(json)).read(), null);
        } catch (DataException e) {
            return new Counterpart(null, e);
        }
    }

    /** The Connect schema; refused, each time, if there is none. */
    Schema schema() {
        if (refusal != null) {
            throw new DataException(refusal.getMessage(), refusal);
        }
        return schema;
    }
}
