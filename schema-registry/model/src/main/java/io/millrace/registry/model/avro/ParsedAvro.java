package io.millrace.registry.model.avro;

import io.millrace.registry.model.schema.ParsedSchema;
import org.apache.avro.Schema;

/** An Avro schema that parsed. Its normal text is to be read once more to be canonical. */
public record ParsedAvro(Schema schema, String canonicalText) implements ParsedSchema {
    @Override
    public String normalText() {
        return AvroNormalForm.text(this);
    }

    @Override
    public String meaning() {
        return schema.toString();
    }
}
