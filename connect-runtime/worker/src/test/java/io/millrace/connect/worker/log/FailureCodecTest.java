package io.millrace.connect.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plan.restart.Instance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FailureCodecTest {

    @Test
    void readsWhatItWrites() {
        FailureHistory history = new FailureHistory(
                List.of(
                        new Failure(1, FailureKind.DATA, "bad", OptionalLong.empty(), "left"),
                        new Failure(2, FailureKind.UNKNOWN, "worse", OptionalLong.of(9), "restart 1 of 2")),
                7);
        assertThat(FailureCodec.read(FailureCodec.write(history))).isEqualTo(history);
        assertThat(FailureCodec.read(FailureCodec.write(FailureHistory.NONE))).isEqualTo(FailureHistory.NONE);
    }

    @Test
    void keepsConnectorsAndTasksApartWhateverTheirNames() {
        for (Instance instance :
                List.of(Instance.of("a-1"), Instance.of(new TaskId("a", 1)), Instance.of(new TaskId("task-a-1", 0)))) {
            assertThat(FailureCodec.instance(FailureCodec.key(instance))).hasValue(instance);
        }
        assertThat(FailureCodec.instance("assignment".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void takesAKindOfANewerWorkerForUnknown() {
        byte[] newer = "{\"failures\":[{\"at\":1,\"kind\":\"LUNAR\",\"error\":\"e\",\"note\":\"n\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(FailureCodec.read(newer).failures()).singleElement().satisfies(failure -> assertThat(failure.kind())
                .isEqualTo(FailureKind.UNKNOWN));
    }
}
