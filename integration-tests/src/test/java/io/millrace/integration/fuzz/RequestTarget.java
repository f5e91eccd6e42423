package io.millrace.integration.fuzz;

import io.millrace.broker.server.wire.MalformedRequestException;
import io.millrace.broker.server.wire.RequestHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * A frame up to the point where a handler would see it: refused with the one declared exception, or read so that writing
 * it and reading it again gives the same request; in memory that the frame's own bytes bound.
 */
public final class RequestTarget {

    /** A structure of default values takes far more than the few bytes that stand for it. */
    private static final int MEMORY_PER_FRAME_BYTE = 256;

    private static final int MEMORY_CONSTANT_BYTES = 64 << 10;

    private RequestTarget() {}

    /** One frame of each key and version that can be advertised. */
    static void writeCorpus(Path folder, long seed) throws IOException {
        SampleFrames samples = new SampleFrames(new SplittableRandom(seed), "fuzz");
        for (ApiKeys key : ApiKeys.clientApis()) {
            short highest = key.latestVersion(true);
            for (short version = key.oldestVersion(); version <= highest; version++) {
                Files.write(folder.resolve(key + "-" + version), samples.frame(key, version));
            }
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] frame) {
        AllocatedBytes.requireAtMost(
                (long) MEMORY_PER_FRAME_BYTE * frame.length + MEMORY_CONSTANT_BYTES, () -> read(frame));
        try {
            RequestHead head = RequestHead.read(ByteBuffer.wrap(frame));
            read(frame).ifPresent(request -> requireRoundTrip(head, request));
        } catch (MalformedRequestException refused) {
            requireReason(refused);
        }
    }

    private static Optional<ApiMessage> read(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        try {
            RequestHead head = RequestHead.read(bytes);
            return isKnown(head) ? Optional.of(head.readBody(bytes)) : Optional.empty();
        } catch (MalformedRequestException refused) {
            requireReason(refused);
            return Optional.empty();
        }
    }

    private static boolean isKnown(RequestHead head) {
        return head.apiVersion() >= head.apiKey().oldestVersion()
                && head.apiVersion() <= head.apiKey().latestVersion(true);
    }

    private static void requireReason(MalformedRequestException refused) {
        if (refused.getMessage() == null || refused.getMessage().isBlank()) {
            throw new AssertionError("refused without a reason", refused);
        }
    }

    private static void requireRoundTrip(RequestHead head, ApiMessage request) {
        var cache = new ObjectSerializationCache();
        ByteBuffer written = ByteBuffer.allocate(request.size(cache, head.apiVersion()));
        try {
            request.write(new ByteBufferAccessor(written), cache, head.apiVersion());
        } catch (RuntimeException unordered) {
            // Kafka's classes read unknown tags in any order, and write them in none but the right one.
            if (String.valueOf(unordered.getMessage()).startsWith("Invalid raw tag field list")) {
                return;
            }
            throw unordered;
        }
        ApiMessage again = head.readBody(written.flip());
        if (written.hasRemaining() || !again.equals(request)) {
            throw new AssertionError(request + " was written and read as " + again);
        }
    }
}
