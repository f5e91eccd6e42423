package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.RecentMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.errors.DataException;

/** Plans, remembered per schema, and values through them. One thread. */
final class AvroMapping {
    private static final int INITIAL_BYTES = 512;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final MappingConfig config;
    private final RecentMap<org.apache.kafka.connect.data.Schema, WritePlan> writePlans;
    private final RecentMap<Schema, ReadPlan> readPlans;
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream(INITIAL_BYTES);
    private BinaryEncoder encoder;
    private BinaryDecoder decoder;

    AvroMapping(MappingConfig config) {
        this.config = config;
        this.writePlans = new RecentMap<>(config.maxCachedSchemas());
        this.readPlans = new RecentMap<>(config.maxCachedSchemas());
    }

    WritePlan writePlan(org.apache.kafka.connect.data.Schema connect) {
        return connect == null
                ? AnythingCodec.plan()
                : writePlans.get(connect, key -> new WritePlanner(config).plan(key));
    }

    ReadPlan readPlan(Schema avro) {
        return readPlans.get(avro, key -> new ReadPlanner(config).plan(key));
    }

    /** The value behind a header. */
    byte[] write(byte[] header, WritePlan plan, Object value) {
        if (buffer.size() > MAX_KEPT_BYTES) {
            buffer = new ByteArrayOutputStream(INITIAL_BYTES);
        }
        buffer.reset();
        buffer.writeBytes(header);
        try {
            encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
            plan.writer().write(value, encoder);
            encoder.flush();
        } catch (IOException | ClassCastException e) {
            throw new DataException("the value does not fit its schema: " + e.getMessage(), e);
        }
        byte[] whole = buffer.toByteArray();
        // Bytes that are the whole value carry no length of their own.
        return plan.avro().getType() == Schema.Type.BYTES ? withoutLength(whole, header.length) : whole;
    }

    private static byte[] withoutLength(byte[] whole, int start) {
        int lengthBytes = 1;
        while ((whole[start + lengthBytes - 1] & 0x80) != 0) {
            lengthBytes++;
        }
        byte[] bare = new byte[whole.length - lengthBytes];
        System.arraycopy(whole, 0, bare, 0, start);
        System.arraycopy(whole, start + lengthBytes, bare, start, whole.length - start - lengthBytes);
        return bare;
    }

    /** The value after the header. */
    Object read(ReadPlan plan, Schema avro, byte[] payload, int start) {
        try {
            if (avro.getType() == Schema.Type.BYTES) {
                return plan.reader().read(new BareBytes(Arrays.copyOfRange(payload, start, payload.length)).decoder());
            }
            decoder = DecoderFactory.get().binaryDecoder(payload, start, payload.length - start, decoder);
            return plan.reader().read(decoder);
        } catch (IOException | RuntimeException e) {
            throw new DataException("the payload does not fit its schema: " + e.getMessage(), e);
        }
    }
}
