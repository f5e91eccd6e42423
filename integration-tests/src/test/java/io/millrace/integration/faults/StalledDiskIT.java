package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.AcknowledgedWrites;
import io.millrace.testing.LoopDisk;
import io.millrace.testing.Verdict;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The disk answers nobody for a while: writers wait, nothing is acknowledged, others are served, and it goes on. */
@DisabledIfSystemProperty(named = "millrace.test.disks", matches = "skip")
class StalledDiskIT {

    private static final int ROUNDS = FaultOptions.rounds("stalls", 1);
    private static final long STALL_MS = FaultOptions.rounds("stallMs", 3_000);
    private static final int DISK_MIB = 1_500;
    private static final int STRANGERS = 4;
    private static final int STRANGER_TIMEOUT_MS = 500;

    @Test
    void makesWritersWaitAndLosesNothing(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws IOException {
        Verdict verdict;
        int served = 0;
        try (LoopDisk disk = LoopDisk.create(folder, DISK_MIB);
                FaultyHub hub = FaultyHub.start(disk.path().resolve("data"));
                // One partition, whose loop is the one that waits.
                AcknowledgedWrites writes =
                        AcknowledgedWrites.start(hub.bootstrapServers(), "stall", 1, FaultOptions.seed())) {
            for (int round = 0; round < ROUNDS; round++) {
                writes.awaitMore(1_000, Duration.ofSeconds(60));
                disk.freeze();
                long thawAtNanos =
                        System.nanoTime() + Duration.ofMillis(STALL_MS).toNanos();
                // What had been synced when the disk stopped may still be on its way.
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                long before = writes.acknowledged();
                served += strangersServed("127.0.0.1", hub.port());
                LockSupport.parkNanos(thawAtNanos - System.nanoTime());
                assertThat(writes.acknowledged()).isEqualTo(before);
                disk.thaw();
                writes.awaitMore(1_000, Duration.ofSeconds(60));
            }
            verdict = writes.finish();
            assertThat(writes.failures()).isEmpty();
        }
        FaultOptions.report("stalled disk", ROUNDS, verdict + ", others served " + served);
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(served).isGreaterThanOrEqualTo(ROUNDS);
    }

    /** How many of a few new connections are told the versions, which needs no disk. Loops take turns at connections. */
    private static int strangersServed(String host, int port) throws IOException {
        int served = 0;
        for (int stranger = 0; stranger < STRANGERS; stranger++) {
            try (Socket socket = new Socket(host, port)) {
                socket.setSoTimeout(STRANGER_TIMEOUT_MS);
                ByteBuffer request = ByteBuffer.allocate(14);
                request.putInt(10).putShort(ApiKeys.API_VERSIONS.id).putShort((short) 0);
                request.putInt(stranger).putShort((short) -1);
                socket.getOutputStream().write(request.array());
                DataInputStream answer = new DataInputStream(socket.getInputStream());
                int sizeBytes = answer.readInt();
                assertThat(answer.readNBytes(sizeBytes)).hasSize(sizeBytes);
                served++;
            } catch (SocketTimeoutException onTheLoopThatWaits) {
                assertThat(onTheLoopThatWaits).hasMessageContaining("timed out");
            }
        }
        return served;
    }
}
