package io.millrace.registry.serde;

import java.util.List;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.config.ConfigException;

/**
 * How generic values hold logical types: as the plain types beneath, or with {@code avro.use.logical.type.converters} as Java
 * has them, such as {@code BigDecimal}, {@code Instant} and {@code LocalDate}. The records of generated classes know that by
 * themselves.
 */
final class AvroModel {
    private static final String LOGICAL = "avro.use.logical.type.converters";
    private static final String REFLECTION = "schema.reflection";

    /** Has all conversions that Avro has; not to be changed. */
    private static final GenericData JAVA_TYPES = withConversions();

    private AvroModel() {}

    /** The model that is configured; refuses one that is not there. */
    static GenericData of(Map<String, ?> configs) {
        if (RegistryClientConfig.flag(configs, REFLECTION, false)) {
            throw new ConfigException(
                    REFLECTION,
                    true,
                    "the schemas of plain classes are not found by reflection; let Avro generate the classes"
                            + " (specific.avro.reader), or use generic records, and leave it out");
        }
        return RegistryClientConfig.flag(configs, LOGICAL, false) ? JAVA_TYPES : GenericData.get();
    }

    private static GenericData withConversions() {
        GenericData model = new GenericData();
        for (Conversion<?> conversion : List.of(
                new Conversions.DecimalConversion(),
                new Conversions.BigDecimalConversion(),
                new Conversions.UUIDConversion(),
                new Conversions.DurationConversion(),
                new TimeConversions.DateConversion(),
                new TimeConversions.TimeMillisConversion(),
                new TimeConversions.TimeMicrosConversion(),
                new TimeConversions.TimestampMillisConversion(),
                new TimeConversions.TimestampMicrosConversion(),
                new TimeConversions.TimestampNanosConversion(),
                new TimeConversions.LocalTimestampMillisConversion(),
                new TimeConversions.LocalTimestampMicrosConversion(),
                new TimeConversions.LocalTimestampNanosConversion())) {
            model.addLogicalTypeConversion(conversion);
        }
        return model;
    }
}
