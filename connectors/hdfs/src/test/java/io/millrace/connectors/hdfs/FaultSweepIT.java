package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultSweepIT {

    @TempDir
    Path root;

    @ParameterizedTest
    // A crash before a step is a crash after the one before it.
    @EnumSource(names = "CRASH_BEFORE", mode = EnumSource.Mode.EXCLUDE)
    void holdsEachRecordOnceWhateverStepFails(Fault fault) throws IOException {
        String url = root.toUri().toString();
        try (SharedStore shared = new SharedStore(Orders.settings(url))) {
            // When
            int steps = new FaultSweep(shared, fault, 1).run(url, "avro");

            // Then
            assertThat(steps).isGreaterThan(25);
        }
    }
}
