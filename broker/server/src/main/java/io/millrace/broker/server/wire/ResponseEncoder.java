package io.millrace.broker.server.wire;

import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.network.ResponsePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageSizeAccumulator;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Turns a response message into parts: its own fields in memory, records as they are, in files or in memory. */
public final class ResponseEncoder extends ByteBufferAccessor {

    private final List<ResponsePart> parts = new ArrayList<>(1);
    private int encodedUpTo;

    private ResponseEncoder(ByteBuffer buffer) {
        super(buffer);
    }

    /** Encodes header and body; what {@link SlicedRecords} hold is released through the parts. */
    public static List<ResponsePart> encode(RequestHead head, ApiMessage response, short responseVersion) {
        var header = new ResponseHeaderData().setCorrelationId(head.correlationId());
        short headerVersion = head.apiKey().responseHeaderVersion(responseVersion);
        // By identity, so that one serves both.
        var cache = new ObjectSerializationCache();
        var size = new MessageSizeAccumulator();
        header.addSize(size, cache, headerVersion);
        response.addSize(size, cache, responseVersion);
        var encoder = new ResponseEncoder(ByteBuffer.allocate(size.sizeExcludingZeroCopy()));
        header.write(encoder, cache, headerVersion);
        response.write(encoder, cache, responseVersion);
        encoder.cut();
        return encoder.parts;
    }

    @Override
    public void writeRecords(BaseRecords records) {
        if (records.sizeInBytes() == 0) {
            return;
        }
        cut();
        if (records instanceof SlicedRecords sliced) {
            addSlice(sliced.slice());
        } else {
            parts.add(new ResponsePart.Bytes(((MemoryRecords) records).buffer()));
        }
    }

    /** What lies in memory is shared; the slice is let go of with its last part, for parts leave in order. */
    private void addSlice(RecordsSlice slice) {
        List<ByteBuffer> buffers = slice.buffers();
        if (buffers.isEmpty()) {
            parts.add(new ResponsePart.FileRange(slice.channel(), slice.position(), slice.sizeBytes(), slice::close));
            return;
        }
        int last = buffers.size() - 1;
        buffers.subList(0, last).forEach(buffer -> parts.add(new ResponsePart.Bytes(buffer)));
        parts.add(new ResponsePart.Bytes(buffers.get(last), slice::close));
    }

    /** Ends the stretch of encoded fields that lies before the records. */
    private void cut() {
        ByteBuffer whole = buffer();
        if (whole.position() > encodedUpTo) {
            parts.add(new ResponsePart.Bytes(whole.slice(encodedUpTo, whole.position() - encodedUpTo)));
            encodedUpTo = whole.position();
        }
    }
}
