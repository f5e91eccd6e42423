package io.millrace.registry.serde;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;

/** Payloads that announce more than they hold, of schemas where that could hurt. */
public final class HostilePayloads {
    private static final List<String> SCHEMAS = List.of(
            "\"string\"",
            "{\"type\":\"array\",\"items\":\"bytes\"}",
            "{\"type\":\"map\",\"values\":\"string\"}",
            "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}",
            "{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":"
                    + "{\"type\":\"record\",\"name\":\"Empty\",\"fields\":[]}}}",
            "{\"type\":\"record\",\"name\":\"Tree\",\"fields\":["
                    + "{\"name\":\"children\",\"type\":{\"type\":\"array\",\"items\":\"Tree\"}}]}",
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"bytes\"]},"
                    + "{\"name\":\"b\",\"type\":{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":\"long\"}}}]}");

    private static final long[] LENGTHS = {
        -1, 1, 2, 60_000, 100_000, 2_000_000, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 40, Long.MIN_VALUE
    };

    private HostilePayloads() {}

    /** The schemas, each read anew. */
    public static List<Schema> schemas() {
        return SCHEMAS.stream().map(text -> new Schema.Parser().parse(text)).toList();
    }

    /** Numbers, most of which are lengths that cannot be. */
    public static byte[] payload(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int parts = 1 + random.nextInt(40);
        for (int i = 0; i < parts; i++) {
            writeLong(out, random.nextInt(3) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(4));
        }
        return out.toByteArray();
    }

    /** As Avro writes it. */
    public static void writeLong(ByteArrayOutputStream out, long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    /** How many bytes this thread has taken while it did something, whatever came of it. */
    public static long allocatedBytes(Runnable something) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        something.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
