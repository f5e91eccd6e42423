package io.millrace.broker.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLossTest {
    @TempDir
    Path path;

    @TempDir
    Path copies;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatWasDurableSurvives(long seed) throws Exception {
        new PowerLossScenario(path, copies, seed).run(6);
    }
}
