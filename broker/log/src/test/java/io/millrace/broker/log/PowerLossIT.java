package io.millrace.broker.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLossIT {
    @TempDir
    Path path;

    @TempDir
    Path copies;

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatWasDurableSurvives(long seed) throws Exception {
        new PowerLossScenario(path, copies, seed).run(12);
    }
}
