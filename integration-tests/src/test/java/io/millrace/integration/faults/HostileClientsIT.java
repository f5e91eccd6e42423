package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that connect and say nothing, dribble, declare what they never send, ask for more than there is, and never
 * read their answers: a broker with 256 MiB of heap serves a good client meanwhile, and has nothing left of them
 * afterwards.
 */
class HostileClientsIT {

    private static final int HALF_OPEN = FaultOptions.rounds("halfOpen", 200);
    private static final int DRIBBLERS = 20;
    private static final int BOMBS = FaultOptions.rounds("bombs", 200);
    private static final int DEAF = 8;
    private static final int DEAF_REQUESTS = 20_000;
    private static final int FLOODS = 3;
    private static final int SLACK = 20;
    private static final short METADATA_VERSION = 4;
    private static final List<ApiKeys> KEYS = List.of(ApiKeys.values());

    private final List<Socket> sockets = new ArrayList<>();

    @Test
    void cannotTakeMemoryFilesOrServiceFromOthers(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        Verdict verdict;
        // More than those that say nothing, or the bound would shut the others out.
        int connectionsMax = HALF_OPEN + 1_000;
        try (FaultyHub hub = FaultyHub.start(
                        folder,
                        List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"),
                        "max.connections=" + connectionsMax,
                        "max.connections.per.ip=" + connectionsMax);
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "good", 1, FaultOptions.seed())) {
            writes.awaitMore(1_000, Duration.ofSeconds(60));
            int filesBefore = hub.openBesideLogs();
            int threadsBefore = hub.threads();

            connectAndSayNothing(hub.port());
            dribble(hub.port());
            declareAndNotSend(hub.port());
            neverRead(hub.port());
            askForTopics(hub.port(), 1_000_000);
            askForTopics(hub.port(), 100_000);
            writes.awaitMore(1_000, Duration.ofSeconds(60));
            for (Socket socket : sockets) {
                socket.close();
            }

            hub.awaitAtMost(filesBefore + SLACK, threadsBefore + SLACK);
            writes.awaitMore(1_000, Duration.ofSeconds(60));
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
            assertThat(hub.process().isAlive()).isTrue();
            assertThat(hub.process().output()).doesNotContain("OutOfMemoryError");
        }
        FaultOptions.report("hostile clients", sockets.size(), verdict);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        sockets.add(socket);
        return socket;
    }

    private void connectAndSayNothing(int port) throws IOException {
        for (int connection = 0; connection < HALF_OPEN; connection++) {
            connect(port);
        }
    }

    /** A frame of 1,000 bytes, a byte at a time. */
    private void dribble(int port) throws IOException {
        for (int connection = 0; connection < DRIBBLERS; connection++) {
            connect(port)
                    .getOutputStream()
                    .write(ByteBuffer.allocate(4).putInt(1_000).array());
        }
        List<Socket> dribblers = sockets.subList(sockets.size() - DRIBBLERS, sockets.size());
        for (int round = 0; round < 20; round++) {
            for (Socket dribbler : dribblers) {
                dribbler.getOutputStream().write(0);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Frames of 2 GB, and arrays of two billion entries: closed without an answer, and without the memory. */
    private void declareAndNotSend(int port) throws IOException {
        for (int bomb = 0; bomb < BOMBS; bomb++) {
            Socket socket = connect(port);
            if (bomb % 2 == 0) {
                ByteBuffer huge = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE - bomb);
                socket.getOutputStream().write(huge.array());
            } else {
                ApiKeys key = KEYS.get(bomb % KEYS.size());
                short version = key.messageType.lowestSupportedVersion();
                ByteBuffer body = ByteBuffer.allocate(64);
                while (body.hasRemaining()) {
                    body.putInt(Integer.MAX_VALUE - bomb);
                }
                socket.getOutputStream().write(frame(key.id, version, body.array()));
            }
            assertThat(answerBytes(socket)).as("answer to bomb " + bomb).isLessThan(10_000);
        }
    }

    /** How many bytes come back until the broker closes or has nothing more to say. */
    private static int answerBytes(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        int count = 0;
        byte[] buffer = new byte[4_096];
        try {
            int read = socket.getInputStream().read(buffer);
            while (read > 0) {
                count += read;
                read = socket.getInputStream().read(buffer);
            }
        } catch (SocketTimeoutException waits) {
            return count;
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return count;
    }

    /** Pipelines requests for as long as the broker takes them, and leaves the answers where they are. */
    private void neverRead(int port) throws Exception {
        List<Thread> senders = new ArrayList<>();
        for (int connection = 0; connection < DEAF; connection++) {
            Socket socket = connect(port);
            byte[] request = frame(ApiKeys.API_VERSIONS.id, (short) 0, new byte[0]);
            Thread sender = new Thread(() -> {
                try {
                    for (int sent = 0; sent < DEAF_REQUESTS; sent++) {
                        socket.getOutputStream().write(request);
                    }
                } catch (IOException closedMeanwhile) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            // A sender that the broker no longer reads from ends when its socket is closed.
            sender.join(500);
        }
    }

    private void askForTopics(int port, int names) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(names * 12);
        body.putInt(names);
        for (int name = 0; name < names; name++) {
            byte[] text = Integer.toString(name, 36).getBytes(StandardCharsets.US_ASCII);
            body.putShort((short) text.length).put(text);
        }
        body.put((byte) 0);
        byte[] request = frame(
                ApiKeys.METADATA.id,
                METADATA_VERSION,
                ByteBuffer.allocate(body.position()).put(body.flip()).array());
        for (int flood = 0; flood < FLOODS; flood++) {
            Socket socket = connect(port);
            try {
                socket.getOutputStream().write(request);
            } catch (IOException refusedMeanwhile) {
                assertThat(refusedMeanwhile).hasMessageMatching(".*(reset|Broken pipe).*");
            }
        }
    }

    private static byte[] frame(short key, short version, byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(14 + body.length);
        frame.putInt(10 + body.length).putShort(key).putShort(version).putInt(1).putShort((short) -1);
        return frame.put(body).array();
    }
}
