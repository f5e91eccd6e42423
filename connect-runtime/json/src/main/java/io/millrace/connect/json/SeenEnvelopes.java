package io.millrace.connect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/**
 * How the messages of each topic began lately, and the schema that those bytes stand for. Bounded by the number of topics,
 * of schemas in a topic and of bytes; what was used last stays. Safe for any thread.
 */
final class SeenEnvelopes {

    static final int MAX_TOPICS = 256;
    static final int MAX_SCHEMAS_OF_TOPIC = 4;
    static final int MAX_HEAD_BYTES = 256 * 1024;
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final float LOAD_FACTOR = 0.75f;

    private final JsonFactory factory;
    private final Map<String, List<Head>> ofTopic = new LinkedHashMap<>(MAX_TOPICS, LOAD_FACTOR, true);
    private int bytesHeld;

    SeenEnvelopes(JsonFactory factory) {
        this.factory = factory;
    }

    /** A beginning of messages: the brace, the schema and the comma behind it. */
    static final class Head {

        private final byte[] bytes;
        private final Schema schema;

        private Head(byte[] bytes, Schema schema) {
            this.bytes = bytes;
            this.schema = schema;
        }

        /** What Kafka's converter made of it; null for {@code "schema":null}. */
        Schema schema() {
            return schema;
        }

        /** In bytes. */
        int length() {
            return bytes.length;
        }

        private boolean begins(byte[] message) {
            return message.length > bytes.length && Arrays.equals(message, 0, bytes.length, bytes, 0, bytes.length);
        }
    }

    /** What the message begins with; null if nothing like it was seen lately. */
    synchronized Head find(String topic, byte[] message) {
        List<Head> heads = ofTopic.get(topic);
        if (heads == null) {
            return null;
        }
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            if (head.begins(message)) {
                if (i > 0) {
                    heads.add(0, heads.remove(i));
                }
                return head;
            }
        }
        return null;
    }

    /** Remembers the beginning of a message that has this schema, if the schema comes before the payload. */
    void remember(String topic, byte[] message, Schema schema) {
        int length = headLength(message);
        if (length > 0 && length <= MAX_HEAD_BYTES) {
            remember(topic, new Head(Arrays.copyOf(message, length), schema));
        }
    }

    private synchronized void remember(String topic, Head head) {
        List<Head> heads = ofTopic.computeIfAbsent(topic, unseen -> new ArrayList<>(1));
        heads.add(0, head);
        bytesHeld += head.length();
        if (heads.size() > MAX_SCHEMAS_OF_TOPIC) {
            bytesHeld -= heads.remove(heads.size() - 1).length();
        }
        // The topic itself was used last, so it stays: its heads are within the limit.
        Iterator<List<Head>> eldest = ofTopic.values().iterator();
        while (ofTopic.size() > MAX_TOPICS || bytesHeld > MAX_BYTES) {
            eldest.next().forEach(gone -> bytesHeld -= gone.length());
            eldest.remove();
        }
    }

    synchronized int topics() {
        return ofTopic.size();
    }

    synchronized int bytesHeld() {
        return bytesHeld;
    }

    /** Where the payload's name begins; 0 if the message is anything but a schema and then a payload. */
    private int headLength(byte[] message) {
        try (JsonParser in = factory.createParser(message)) {
            if (in.nextToken() != JsonToken.START_OBJECT || !"schema".equals(in.nextFieldName())) {
                return 0;
            }
            in.nextToken();
            in.skipChildren();
            if (!"payload".equals(in.nextFieldName())) {
                return 0;
            }
            // Other encodings than UTF-8 have no offset in bytes.
            long length = in.currentTokenLocation().getByteOffset();
            in.nextToken();
            in.skipChildren();
            // What follows may be another schema, which is the one that counts for Kafka.
            return in.nextToken() == JsonToken.END_OBJECT ? (int) Math.max(0, length) : 0;
        } catch (IOException e) {
            // Kafka's converter could read it, so it is only not worth remembering.
            return 0;
        }
    }
}
