package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The line that every start logs. */
class RecoveryReportTest {

    @Test
    void tellsEverythingUnderItsName() {
        assertThat(new RecoveryReport(true, 1, 2, 3, 4, List.of("stray"), List.of("a line")))
                .hasToString("RecoveryReport[cleanStop=true, partitions=1, validatedBytes=2, replayedBatches=3,"
                        + " cutBytes=4, setAside=[stray], damaged=[a line]]");
    }
}
