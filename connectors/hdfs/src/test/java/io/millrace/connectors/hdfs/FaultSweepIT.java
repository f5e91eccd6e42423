package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultSweepIT {

    @TempDir
    Path root;

    // A crash before a step is a crash after the one before it.
    @ParameterizedTest
    @CsvSource({
        "CRASH_AFTER, false",
        "CRASH_AFTER, true",
        "ERROR_BEFORE, false",
        "ERROR_AFTER, false",
        "ERROR_AFTER, true"
    })
    void holdsEachRecordOnceWhateverStepFails(Fault fault, boolean filesAreTaken) throws IOException {
        String url = root.toUri().toString();
        try (SharedStore shared = new SharedStore(Orders.settings(url))) {
            // When
            int steps = new FaultSweep(shared, fault, 1, filesAreTaken).run(url, "avro");

            // Then
            assertThat(steps).isGreaterThan(25);
        }
    }
}
