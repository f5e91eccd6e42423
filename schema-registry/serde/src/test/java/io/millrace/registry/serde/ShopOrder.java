package io.millrace.registry.serde;

import java.time.Instant;
import org.apache.avro.Conversion;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** A record as Avro's compiler makes it of a schema. */
public final class ShopOrder extends SpecificRecordBase {
    /** What Avro looks for. */
    public static final Schema SCHEMA$ = SchemaBuilder.record(ShopOrder.class.getName())
            .fields()
            .requiredLong("id")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();

    /** What Avro looks for, too. */
    public static final SpecificData MODEL$ = new SpecificData();

    private static final Conversion<?>[] CONVERSIONS = {null, new TimeConversions.TimestampMillisConversion()};
    private static final long serialVersionUID = 1L;

    static {
        MODEL$.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    private long id;
    private Instant at;

    /** For Avro. */
    public ShopOrder() {}

    ShopOrder(long id, Instant at) {
        this.id = id;
        this.at = at;
    }

    @Override
    public SpecificData getSpecificData() {
        return MODEL$;
    }

    @Override
    public Schema getSchema() {
        return SCHEMA$;
    }

    @Override
    public Conversion<?> getConversion(int field) {
        return CONVERSIONS[field];
    }

    @Override
    public Object get(int field) {
        return field == 0 ? (Object) id : at;
    }

    @Override
    public void put(int field, Object value) {
        if (field == 0) {
            id = (Long) value;
        } else {
            at = (Instant) value;
        }
    }
}
