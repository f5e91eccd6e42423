package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** What a JSON schema's parts are to Connect: each is read once, however often it is referred to. One thread. */
final class SharedSchemas {
    /** How many Connect schemas one JSON schema may be. */
    static final int SCHEMAS_MAX = 10_000;

    /** How many they may be on all ways from the root: what compares or writes a schema walks each of them. */
    static final int WAYS_MAX = 1_000_000;

    private record Finished(Schema schema, long ways) {}

    private final IdentityHashMap<JsonNode, Finished> required = new IdentityHashMap<>();
    private final IdentityHashMap<JsonNode, Finished> optional = new IdentityHashMap<>();
    private int schemas;
    private long ways;

    /** The schema of a part, from the maker if that is the first time; refused beyond the limits. */
    Schema get(JsonNode part, boolean isOptional, Supplier<Schema> maker) {
        IdentityHashMap<JsonNode, Finished> finished = isOptional ? optional : required;
        Finished known = finished.get(part);
        if (known != null) {
            add(known.ways());
            return known.schema();
        }
        if (++schemas > SCHEMAS_MAX) {
            throw new DataException(
                    "the schema consists of more than " + SCHEMAS_MAX + " schemas; split it into several");
        }
        long before = ways;
        add(1);
        Schema made = maker.get();
        finished.put(part, new Finished(made, ways - before));
        return made;
    }

    private void add(long more) {
        ways += more;
        if (ways > WAYS_MAX) {
            throw new DataException("the schema with its references written out consists of more than " + WAYS_MAX
                    + " schemas; let fewer of its definitions refer to others several times");
        }
    }
}
