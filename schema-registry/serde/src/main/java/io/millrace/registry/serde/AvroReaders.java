package io.millrace.registry.serde;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the readers of values of a schema: generic ones, or with {@code specific.avro.reader} those of classes that Avro
 * has generated. A schema's name finds no other class, and no code of one is run for being looked at. Any thread.
 */
final class AvroReaders {
    private static final String SPECIFIC = "specific.avro.reader";
    private static final String KEY_TYPE = "specific.avro.key.type";
    private static final String VALUE_TYPE = "specific.avro.value.type";
    private static final ConfigDef KEYS = new ConfigDef()
            .define(SPECIFIC, ConfigDef.Type.BOOLEAN, false, Importance.LOW, "")
            .define(KEY_TYPE, ConfigDef.Type.CLASS, null, Importance.LOW, "")
            .define(VALUE_TYPE, ConfigDef.Type.CLASS, null, Importance.LOW, "");

    private final boolean specific;
    /** The class of all records, whatever their schema is called; null where its name tells. */
    private final Class<?> named;

    private final GenericData model;

    private AvroReaders(boolean specific, Class<?> named, GenericData model) {
        this.specific = specific;
        this.named = named;
        this.model = model;
    }

    static AvroReaders of(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> parsed = KEYS.parse(configs);
        String key = isKey ? KEY_TYPE : VALUE_TYPE;
        Class<?> named = (Class<?>) parsed.get(key);
        if (named != null && !SpecificRecord.class.isAssignableFrom(named)) {
            throw new ConfigException(key, named.getName(), "must be the class of a record that Avro has generated");
        }
        return new AvroReaders((boolean) parsed.get(SPECIFIC) || named != null, named, AvroModel.of(configs));
    }

    /** What reads values of a schema; it may be kept. */
    DatumReader<Object> reader(Schema written) {
        if (!specific || written.getType() != Schema.Type.RECORD) {
            return new GenericDatumReader<>(written, written, model);
        }
        Class<?> type = named == null ? generated(SpecificData.getClassName(written)) : named;
        SpecificData data = SpecificData.getForClass(type);
        return new SpecificDatumReader<>(written, data.getSchema(type), data);
    }

    private static Class<?> generated(String name) {
        try {
            Class<?> found = Class.forName(name, false, Utils.getContextOrKafkaClassLoader());
            if (SpecificRecord.class.isAssignableFrom(found)) {
                return found;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw unknown(name, e);
        }
        throw unknown(name, null);
    }

    private static SerializationException unknown(String name, Throwable cause) {
        return new SerializationException(
                SPECIFIC + " is true, and there is no class " + name + " that Avro has generated; put it on the class"
                        + " path, or name another one by " + VALUE_TYPE + " or " + KEY_TYPE,
                cause);
    }
}
