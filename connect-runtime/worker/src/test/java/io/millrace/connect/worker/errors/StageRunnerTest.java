package io.millrace.connect.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.observe.TaskObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.junit.jupiter.api.Test;

class StageRunnerTest {

    private final List<Long> pauses = new ArrayList<>();
    private final List<ProcessingContext<?>> reports = new ArrayList<>();
    private boolean stopping;
    private final ProcessingContext<String> context = new ProcessingContext<>("record");

    @Test
    void retriesWhatMayPassWithGrowingPauses() {
        // Given
        StageRunner stages = stages(Map.of("errors.retry.timeout", "60000"));
        AtomicInteger attempts = new AtomicInteger();

        // When
        String result = stages.run(context, Stage.TRANSFORMATION, getClass(), () -> {
            if (attempts.incrementAndGet() < 4) {
                throw new RetriableException("wait");
            }
            return "done";
        });

        // Then
        assertThat(result).isEqualTo("done");
        assertThat(pauses).containsExactly(300L, 600L, 1200L);
        assertThat(context.attempt()).isEqualTo(4);
    }

    @Test
    void triesOnceWithoutATimeoutAndForEverWithOneBelowZero() {
        // Given
        AtomicInteger attempts = new AtomicInteger();
        Callable<String> step = () -> {
            if (attempts.incrementAndGet() < 40) {
                throw new RetriableException("wait");
            }
            return "done";
        };

        // When / Then
        assertThatThrownBy(() -> stages(Map.of()).run(context, Stage.TRANSFORMATION, getClass(), step))
                .hasRootCauseMessage("wait");
        assertThat(pauses).isEmpty();
        ProcessingContext<String> another = new ProcessingContext<>("another");
        assertThat(stages(Map.of("errors.retry.timeout", "-1")).run(another, Stage.TRANSFORMATION, getClass(), step))
                .isEqualTo("done");
        assertThat(pauses).hasSize(38);
    }

    @Test
    void skipsAndReportsWhatIsTolerated() {
        // Given
        StageRunner stages = stages(Map.of("errors.tolerance", "all"));

        // When
        Object result = stages.run(context, Stage.VALUE_CONVERTER, getClass(), () -> {
            throw new DataException("bad");
        });

        // Then
        assertThat(result).isNull();
        assertThat(context.failed()).isTrue();
        assertThat(reports).containsExactly(context);
        assertThat(stages.skippedRecords()).isEqualTo(1);
    }

    @Test
    void endsTheTaskWithoutToleranceYetReports() {
        // Given
        StageRunner stages = stages(Map.of());

        // When / Then
        assertThatThrownBy(() -> stages.run(context, Stage.VALUE_CONVERTER, getClass(), () -> {
                    throw new DataException("bad");
                }))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Tolerance exceeded in error handler")
                .hasRootCauseMessage("bad");
        assertThat(reports).hasSize(1);
    }

    @Test
    void doesNotTolerateFailuresOutsideConversion() {
        // Given
        StageRunner stages = stages(Map.of("errors.tolerance", "all"));

        // When / Then
        assertThatThrownBy(() -> stages.run(context, Stage.TASK_PUT, getClass(), () -> {
                    throw new DataException("bad");
                }))
                .hasMessage("Unhandled exception in error handler");
    }

    @Test
    void blamesNoRecordForAFailureWhileItsTaskStops() {
        // Given
        StageRunner stages = stages(Map.of("errors.tolerance", "all", "errors.retry.timeout", "60000"));

        // When / Then
        assertThatThrownBy(() -> stages.run(context, Stage.VALUE_CONVERTER, getClass(), () -> {
                    stopping = true;
                    throw new RetriableException("wait");
                }))
                .isInstanceOf(StoppingException.class);
        assertThat(reports).isEmpty();
        assertThat(stages.skippedRecords()).isZero();
    }

    @Test
    void blamesNoRecordForAnInterruptedStep() {
        // Given
        StageRunner stages = stages(Map.of("errors.tolerance", "all"));

        // When / Then
        assertThatThrownBy(() -> stages.run(context, Stage.TRANSFORMATION, getClass(), () -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(StoppingException.class);
        assertThat(reports).isEmpty();
    }

    @Test
    void refusesToCallReportsSafeThatFailed() {
        // Given
        StageRunner stages = stages(Map.of());
        CompletableFuture<Void> report = new CompletableFuture<>();
        stages.remember(report);

        // When
        report.completeExceptionally(new IllegalStateException("no topic"));

        // Then
        assertThatThrownBy(stages::awaitReports).hasRootCauseMessage("no topic");
    }

    private StageRunner stages(Map<String, String> config) {
        FailureListener listener = failed -> {
            reports.add(failed);
            return CompletableFuture.completedFuture(null);
        };
        return new StageRunner(ErrorPolicy.parse(config), List.of(listener), TaskObserver.NONE, new Pause() {
            @Override
            public boolean elapse(long ms) {
                pauses.add(ms);
                return !stopping;
            }

            @Override
            public boolean stopping() {
                return stopping;
            }
        });
    }
}
