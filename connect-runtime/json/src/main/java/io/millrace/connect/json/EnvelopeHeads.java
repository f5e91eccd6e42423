package io.millrace.connect.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonSerializer;

/** What a message of each schema begins with: everything up to its payload, encoded once. */
final class EnvelopeHeads {

    private static final byte[] BEFORE = "{\"schema\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEHIND = ",\"payload\":".getBytes(StandardCharsets.UTF_8);

    private final JsonSerializer serializer = new JsonSerializer();
    private final Cache<Schema, byte[]> heads;
    private final Function<Schema, ObjectNode> asJson;

    /** {@code maxSchemas}: that many of those used last are kept. */
    EnvelopeHeads(int maxSchemas, Function<Schema, ObjectNode> asJson) {
        this.heads = new SynchronizedCache<>(new LRUCache<>(maxSchemas));
        this.asJson = asJson;
    }

    byte[] of(Schema schema) {
        byte[] head = heads.get(schema);
        if (head == null) {
            byte[] encoded = serializer.serialize(null, asJson.apply(schema));
            ByteBuffer whole = ByteBuffer.allocate(BEFORE.length + encoded.length + BEHIND.length);
            head = whole.put(BEFORE).put(encoded).put(BEHIND).array();
            heads.put(schema, head);
        }
        return head;
    }
}
