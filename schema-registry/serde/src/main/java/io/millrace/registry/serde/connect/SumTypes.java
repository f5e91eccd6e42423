package io.millrace.registry.serde.connect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * How Connect sees enums and unions: under names of the Avro converter's own, or, with
 * {@code generalized.sum.type.support}, under those that the converters of other formats know as well.
 */
final class SumTypes {
    private final boolean general;
    private final boolean enhanced;

    SumTypes(MappingConfig config) {
        this.general = config.generalizedSumTypes();
        this.enhanced = config.enhanced();
    }

    /** Adds what a text that stands for an enum says of it. */
    void addEnum(Map<String, String> parameters, Schema avro) {
        String key = general ? AvroNames.GENERAL_ENUM : AvroNames.ENUM;
        parameters.put(key, avro.getFullName());
        List<String> symbols = avro.getEnumSymbols();
        for (int i = 0; i < symbols.size(); i++) {
            parameters.put(key + "." + symbols.get(i), general ? Integer.toString(i) : symbols.get(i));
        }
    }

    /** The parameter that names the enum which a text is written as; empty if it is written as a text. */
    Optional<String> enumKey(org.apache.kafka.connect.data.Schema text) {
        if (general && ConnectShapes.parameter(text, AvroNames.GENERAL_ENUM) != null) {
            return Optional.of(AvroNames.GENERAL_ENUM);
        }
        return enhanced && ConnectShapes.parameter(text, AvroNames.ENUM) != null
                ? Optional.of(AvroNames.ENUM)
                : Optional.empty();
    }

    /**
     * A struct for the branches of a union.
     *
     * @param number how many unions of the same schema came before
     */
    SchemaBuilder union(int number) {
        if (!general) {
            return SchemaBuilder.struct().name(AvroNames.UNION);
        }
        String name = AvroNames.GENERAL_UNION_NAME + number;
        return SchemaBuilder.struct().name(name).parameter(AvroNames.GENERAL_UNION, name);
    }

    /** The struct's field for a branch; {@code index} counts all branches, null too. */
    String field(Schema branch, int index) {
        if (general) {
            return AvroNames.GENERAL_UNION_NAME + "field_" + index;
        }
        return switch (branch.getType()) {
            case RECORD, ENUM, FIXED -> enhanced ? branch.getFullName() : branch.getName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTES, ARRAY, MAP, UNION, NULL ->
                branch.getType().getName();
        };
    }
}
