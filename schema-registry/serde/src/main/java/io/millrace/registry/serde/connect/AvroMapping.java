package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.AvroIdentity;
import io.millrace.registry.serde.RecentMap;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Plans, remembered per schema, and values through them. One thread. */
final class AvroMapping {
    private static final byte[] NO_HEADER = new byte[0];

    private final MappingConfig config;
    private final RecentMap<org.apache.kafka.connect.data.Schema, WritePlan> writePlans;
    private final RecentMap<AvroIdentity, ReadPlan> readPlans;
    private final AvroOutput output = new AvroOutput();
    private final AvroInput input = new AvroInput();

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
        return readPlans.get(new AvroIdentity(avro), key -> new ReadPlanner(config).plan(key.schema()));
    }

    /** The value behind a header. One at a time: sinks report bad records on threads of their own. */
    synchronized byte[] write(byte[] header, WritePlan plan, Object value) {
        output.restart(header);
        try {
            plan.writer().write(value, output);
        } catch (ClassCastException e) {
            throw new DataException("the value does not fit its schema: " + e.getMessage(), e);
        }
        byte[] whole = output.toByteArray();
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

    /** The value after the header. One at a time, as above. */
    synchronized Object read(ReadPlan plan, Schema avro, byte[] payload, int start) {
        try {
            if (avro.getType() == Schema.Type.BYTES) {
                input.restart(withLength(payload, start), 0);
            } else {
                input.restart(payload, start);
            }
            return plan.reader().read(input);
        } catch (RuntimeException e) {
            throw new DataException("the payload does not fit its schema: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            // A recursive schema lets a payload be as deep as it is long.
            throw new DataException("the payload is nested too deeply", e);
        } finally {
            input.release();
        }
    }

    /** Bytes that are the whole value, with the length in front that readers expect. */
    private byte[] withLength(byte[] payload, int start) {
        output.restart(NO_HEADER);
        output.writeBytes(Arrays.copyOfRange(payload, start, payload.length));
        return output.toByteArray();
    }
}
