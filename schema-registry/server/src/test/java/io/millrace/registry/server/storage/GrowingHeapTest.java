package io.millrace.registry.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowingHeapTest {
    private static final int MANY = 100_000;

    private final HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private String minBefore;
    private String maxBefore;

    @BeforeEach
    void remember() {
        minBefore = min();
        maxBefore = max();
    }

    @AfterEach
    void giveBack() {
        tell(minBefore, maxBefore);
    }

    @Test
    void aHeapToldToGrowByLittleGrowsInLargeStepsMeanwhile() {
        tell("20", "30");
        List<String> meanwhile = new ArrayList<>();
        GrowingHeap.whileReading(MANY, () -> meanwhile.addAll(List.of(min(), max())));
        assertThat(meanwhile).containsExactly("60", "70");
        assertThat(List.of(min(), max())).containsExactly("20", "30");
    }

    @Test
    void theJvmHasItsWordBackAfterAFailure() {
        tell("20", "80");
        List<String> meanwhile = new ArrayList<>();
        assertThatThrownBy(() -> GrowingHeap.whileReading(MANY, () -> {
                    meanwhile.addAll(List.of(min(), max()));
                    throw new IllegalStateException("cut off");
                }))
                .hasMessage("cut off");
        assertThat(meanwhile).containsExactly("60", "80");
        assertThat(List.of(min(), max())).containsExactly("20", "80");
    }

    @Test
    void fewRecordsAndAHeapOfTheUsualKindChangeNothing() {
        tell("20", "30");
        GrowingHeap.whileReading(1_000, () -> assertThat(List.of(min(), max())).containsExactly("20", "30"));
        tell("40", "70");
        GrowingHeap.whileReading(MANY, () -> assertThat(List.of(min(), max())).containsExactly("40", "70"));
    }

    private String min() {
        return jvm.getVMOption("MinHeapFreeRatio").getValue();
    }

    private String max() {
        return jvm.getVMOption("MaxHeapFreeRatio").getValue();
    }

    private void tell(String min, String max) {
        // The JVM refuses a lower bound above the upper, whichever comes first.
        jvm.setVMOption("MinHeapFreeRatio", "0");
        jvm.setVMOption("MaxHeapFreeRatio", max);
        jvm.setVMOption("MinHeapFreeRatio", min);
    }
}
