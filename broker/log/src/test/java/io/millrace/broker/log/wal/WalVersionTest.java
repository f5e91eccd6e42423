package io.millrace.broker.log.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.DiskFileStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first version had no blocks: a header of 64 bytes, and entries one behind the other. */
class WalVersionTest {
    private static final int FILE_BYTES = TestingWal.SETTINGS.fileBytes();

    @TempDir
    Path root;

    private static ByteBuffer fileOfVersion1(long sequence, List<String> payloads) {
        ByteBuffer file = ByteBuffer.allocate(FILE_BYTES);
        file.putInt(0x4D57414C)
                .putInt(1)
                .putLong(sequence)
                .putLong(-1)
                .putInt(FILE_BYTES)
                .putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(file.slice(0, 32));
        file.putInt((int) crc.getValue()).position(64);
        for (String payload : payloads) {
            ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
            WalEntryCodec.encode(
                    new WalEntry(WalEntry.Kind.CREATE, Uuid.ONE_UUID, 0, 0, bytes),
                    sequence * FILE_BYTES + file.position(),
                    file);
        }
        return file.clear();
    }

    @Test
    void aFileOfTheFirstVersionIsReadAndThenReused() throws Exception {
        // Given
        Files.createDirectories(root.resolve("wal"));
        List<String> old = List.of("one", "two", "three");
        Files.write(TestingWal.file(root, 0), fileOfVersion1(3, old).array());

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(old);

        // When
        List<String> appended = new ArrayList<>();
        try (TestingWal wal = TestingWal.open(root, new DiskFileStore())) {
            for (int entry = 0; entry < 5; entry++) {
                appended.add("new" + entry);
                wal.single("new" + entry);
            }
        }

        // Then
        assertThat(TestingWal.recovered(root)).isEqualTo(appended);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(TestingWal.file(root, 0))).getInt(4))
                .isEqualTo(2);
    }
}
