package io.millrace.registry.server;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.avro.AvroParsing;
import io.millrace.registry.model.avro.AvroSource;
import io.millrace.registry.model.avro.ParsedAvro;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses each text once as long as it is among the recently used ones. */
final class RememberedParsing implements AvroParsing {
    private record Key(AvroSource source, Strictness strictness) {}

    private final AvroParsing parsing;
    private final Map<Key, Decision<ParsedAvro>> recent;

    RememberedParsing(AvroParsing parsing, int maxEntries) {
        this.parsing = parsing;
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Decision<ParsedAvro>> eldest) {
                return size() > maxEntries;
            }
        };
    }

    @Override
    public Decision<ParsedAvro> parse(AvroSource source, Strictness strictness) {
        Key key = new Key(source, strictness);
        synchronized (recent) {
            Decision<ParsedAvro> known = recent.get(key);
            if (known != null) {
                return known;
            }
        }
        Decision<ParsedAvro> parsed = parsing.parse(source, strictness);
        if (parsed.isAccepted()) {
            synchronized (recent) {
                recent.put(key, parsed);
            }
        }
        return parsed;
    }
}
