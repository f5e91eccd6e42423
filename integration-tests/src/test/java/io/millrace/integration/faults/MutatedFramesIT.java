package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.fuzz.SampleFrames;
import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.Verdict;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of every advertised key and version, damaged, in bursts, behind lies about their length, and what is no request
 * at all: a broker with 256 MiB of heap serves a good client meanwhile, and has nothing left of them afterwards.
 */
class MutatedFramesIT {

    private static final int FRAMES = FaultOptions.rounds("frames", 3_000);
    private static final int BURST_MAX = 20;
    private static final int MUTATIONS_MAX = 3;
    private static final int ANSWER_TIMEOUT_MS = 20;
    private static final int SLACK = 20;
    private static final int[] NUMBERS = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1 << 16, 1 << 28};

    /** The good client goes on while topics come and go; whoever deletes its own gets what was asked for. */
    private static final String VICTIM = "mutated";

    private final SplittableRandom random = new SplittableRandom(FaultOptions.seed());
    private final SampleFrames samples = new SampleFrames(random, VICTIM);
    private final List<ApiVersion> advertised = new ArrayList<>();
    private int closedByBroker;

    @Test
    void harmNobody(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
        Verdict verdict;
        try (FaultyHub hub = FaultyHub.start(folder, List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "good", 1, FaultOptions.seed())) {
            writes.awaitMore(1_000, Duration.ofSeconds(60));
            askVersions(hub.port());
            int filesBefore = hub.openBesideLogs();
            int threadsBefore = hub.threads();

            for (int sent = 0; sent < FRAMES; ) {
                sent += burst(hub.port(), Math.min(BURST_MAX, FRAMES - sent));
            }
            strangers(hub.port());

            writes.awaitMore(1_000, Duration.ofSeconds(60));
            hub.awaitAtMost(filesBefore + SLACK, threadsBefore + SLACK);
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
            assertThat(hub.process().isAlive()).isTrue();
            assertThat(hub.process().output()).doesNotContain("OutOfMemoryError");
        }
        FaultOptions.report("mutated frames, " + closedByBroker + " connections closed for them", FRAMES, verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(closedByBroker).isPositive();
    }

    private void askVersions(int port) throws IOException {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sized(samples.frame(ApiKeys.API_VERSIONS, (short) 0)));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            answer.getInt();
            new ApiVersionsResponseData(new ByteBufferAccessor(answer), (short) 0)
                    .apiKeys()
                    .forEach(advertised::add);
        }
        assertThat(advertised).hasSizeGreaterThan(40);
    }

    /** Pipelined on one connection, which the broker may close at any of them. Returns how many. */
    private int burst(int port, int max) throws IOException {
        int frames = 1 + random.nextInt(max);
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(ANSWER_TIMEOUT_MS);
            for (int frame = 0; frame < frames; frame++) {
                socket.getOutputStream().write(lengthened(mutated(sample())));
            }
            if (socket.getInputStream().read(new byte[1 << 16]) < 0) {
                closedByBroker++;
            }
        } catch (SocketTimeoutException waitsForMore) {
            assertThat(waitsForMore).hasMessageContaining("timed out");
        } catch (IOException closedMeanwhile) {
            assertThat(closedMeanwhile).hasMessageMatching(".*(reset|Broken pipe).*");
            closedByBroker++;
        }
        return frames;
    }

    private byte[] sample() {
        ApiVersion range = advertised.get(random.nextInt(advertised.size()));
        ApiKeys key = ApiKeys.forId(range.apiKey());
        short lowest = (short) Math.max(range.minVersion(), key.oldestVersion());
        short version = (short) (lowest + random.nextInt(range.maxVersion() - lowest + 1));
        return samples.frame(key, version);
    }

    /** Half of the frames keep their header, so that more than the header is looked at. */
    private byte[] mutated(byte[] frame) {
        int from = random.nextBoolean() ? Math.min(10, frame.length - 1) : 0;
        byte[] result = frame;
        int steps = random.nextInt(MUTATIONS_MAX + 1);
        for (int step = 0; step < steps && result.length > from; step++) {
            int position = from + random.nextInt(result.length - from);
            switch (random.nextInt(4)) {
                case 0 -> result = Arrays.copyOf(result, position);
                case 1 -> result = Arrays.copyOf(result, result.length + random.nextInt(100));
                case 2 -> {
                    int start = Math.min(position, result.length - Integer.BYTES);
                    if (start >= from) {
                        ByteBuffer.wrap(result).putInt(start, NUMBERS[random.nextInt(NUMBERS.length)]);
                    }
                }
                default -> result[position] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
        }
        return result;
    }

    /** With its length, which is a lie now and then. */
    private byte[] lengthened(byte[] frame) {
        byte[] sized = sized(frame);
        if (random.nextInt(20) == 0) {
            int lie = random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(200);
            ByteBuffer.wrap(sized).putInt(0, lie);
        }
        return sized;
    }

    /** Who took the port for another one's. */
    private void strangers(int port) throws IOException {
        byte[] garbage = new byte[4_096];
        random.nextBytes(garbage);
        garbage[0] = 0x7f;
        byte[] hello = {22, 3, 1, 0, 5, 1, 0, 0, 1, 3};
        List<byte[]> greetings = List.of(
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(hello, 200),
                garbage);
        for (byte[] greeting : greetings) {
            try (Socket socket = connect(port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(greeting);
                assertThat(socket.getInputStream().read())
                        .as("answer to %s", new String(greeting, StandardCharsets.ISO_8859_1))
                        .isEqualTo(-1);
            } catch (IOException reset) {
                assertThat(reset).hasMessageMatching(".*(reset|Broken pipe).*");
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static byte[] sized(byte[] frame) {
        return ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }
}
