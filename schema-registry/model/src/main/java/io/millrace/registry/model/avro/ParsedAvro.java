package io.millrace.registry.model.avro;

import org.apache.avro.Schema;

/** A schema that parsed, and its text as this registry writes it: references stay references. */
public record ParsedAvro(Schema schema, String canonicalText) {
    /** A text of the same schema that is equal for all spellings that mean the same; to be read once more. */
    public String normalText() {
        return AvroNormalForm.text(this);
    }
}
