package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.broker.server.wire.MalformedRequestException;
import io.millrace.broker.server.wire.RequestHead;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Requests of every advertised version, as they are and damaged, up to the point where a handler would see them. {@code
 * -Dmillrace.fuzz.rounds=20000 -Dmillrace.fuzz.seed=7} tries more, and others.
 */
class RequestFuzzTest {

    private static final Uuid TOPIC_ID = new Uuid(17, 4);
    private static final int ROUNDS = Integer.getInteger("millrace.fuzz.rounds", 60);
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_121);

    /** A structure of default values takes far more than the few bytes that stand for it. */
    private static final int MEMORY_PER_FRAME_BYTE = 256;

    private static final int MEMORY_CONSTANT_BYTES = 64 << 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Map<Short, int[]> advertised;
    private static List<Sample> samples;

    /** A request as a client would send it. */
    private record Sample(ApiKeys key, int version, ByteBuffer frame) {}

    /** What became of a frame. */
    private record Outcome(Optional<ApiMessage> request, long allocatedBytes) {}

    @BeforeAll
    static void encode() throws Exception {
        advertised = versions();
        samples = new ArrayList<>();
        advertised.forEach((id, range) -> {
            ApiKeys key = ApiKeys.forId(id);
            int lowest = Math.max(range[0], key.messageType.lowestSupportedVersion());
            for (int version = lowest; version <= range[1]; version++) {
                for (ApiMessage request : SampleRequests.of(key, version, "fuzzed")) {
                    samples.add(new Sample(key, version, frame(key, version, request)));
                }
                for (AccessMatrix.Row row : new AccessMatrix().rows()) {
                    ApiMessage request = row.request().apply(TOPIC_ID);
                    if (row.key() == key && fits(version, request)) {
                        samples.add(new Sample(key, version, frame(key, version, request)));
                    }
                }
            }
        });
    }

    @Test
    void readsWhatClientsWriteAndWouldWriteTheSame() {
        for (Sample sample : samples) {
            // When
            ByteBuffer frame = sample.frame().duplicate();
            RequestHead head = RequestHead.read(frame);
            int headerBytes = frame.position();
            ApiMessage request = head.readBody(frame);

            // Then
            assertThat(head.apiKey()).isEqualTo(sample.key());
            assertThat(frame.remaining())
                    .as("left of %s v%d", sample.key(), sample.version())
                    .isZero();
            assertThat(written(request, sample.version()))
                    .as("%s v%d", sample.key(), sample.version())
                    .isEqualTo(sample.frame().duplicate().position(headerBytes));
        }
        assertThat(samples.stream().map(Sample::key).distinct()).hasSize(advertised.size());
    }

    @Test
    void refusesDamagedRequestsWithOneExceptionAndInBoundedMemory() {
        int refused = 0;
        for (int index = 0; index < samples.size(); index++) {
            Sample sample = samples.get(index);
            var mutations = new FrameMutations(new SplittableRandom(SEED + index));
            for (int round = 0; round < ROUNDS; round++) {
                byte[] mutated = mutations.apply(sample.frame().array());
                refused += requireHarmless(sample, mutated) ? 0 : 1;
            }
        }
        assertThat(refused).as("refused with seed %d", SEED).isGreaterThan(samples.size());
    }

    /** Whether it was read. */
    private static boolean requireHarmless(Sample sample, byte[] mutated) {
        try {
            Outcome outcome = parse(mutated);
            long allowedBytes = (long) MEMORY_PER_FRAME_BYTE * mutated.length + MEMORY_CONSTANT_BYTES;
            if (outcome.allocatedBytes() > allowedBytes) {
                // The first time includes the loading of classes.
                outcome = parse(mutated);
            }
            assertThat(outcome.allocatedBytes()).as("bytes allocated").isLessThanOrEqualTo(allowedBytes);
            return outcome.request().isPresent();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "a damaged " + sample.key() + " v" + sample.version() + " of -Dmillrace.fuzz.seed=" + SEED
                            + " did harm: " + HexFormat.of().formatHex(mutated),
                    e);
        }
    }

    private static Outcome parse(byte[] frame) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Optional<ApiMessage> request = request(ByteBuffer.wrap(frame));
        return new Outcome(request, THREADS.getCurrentThreadAllocatedBytes() - before);
    }

    /** Empty if it is refused. */
    private static Optional<ApiMessage> request(ByteBuffer frame) {
        try {
            RequestHead head = RequestHead.read(frame);
            int[] range = advertised.get(head.apiKey().id);
            boolean served = range != null && head.apiVersion() >= range[0] && head.apiVersion() <= range[1];
            return served ? Optional.of(head.readBody(frame)) : Optional.empty();
        } catch (MalformedRequestException refused) {
            return Optional.empty();
        }
    }

    private static ByteBuffer written(ApiMessage request, int version) {
        var cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(request.size(cache, (short) version));
        request.write(new ByteBufferAccessor(bytes), cache, (short) version);
        return bytes.flip();
    }

    private static ByteBuffer frame(ApiKeys key, int version, ApiMessage request) {
        byte[] sized = RawClient.frame(key, version, 1, request);
        return ByteBuffer.wrap(Arrays.copyOfRange(sized, Integer.BYTES, sized.length));
    }

    /** The rows of the matrix have fields that some versions lack, and nulls that others refuse. */
    private static boolean fits(int version, ApiMessage request) {
        try {
            written(request, version);
            return true;
        } catch (UnsupportedVersionException | NullPointerException absentThere) {
            return false;
        }
    }

    private static Map<Short, int[]> versions() throws Exception {
        Map<Short, int[]> ranges = new TreeMap<>();
        try (InputStream in = RequestFuzzTest.class.getResourceAsStream("advertised-versions.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .forEach(range -> ranges.put(
                            Short.valueOf(range[0]),
                            new int[] {Integer.parseInt(range[1]), Integer.parseInt(range[2])}));
        }
        return ranges;
    }
}
