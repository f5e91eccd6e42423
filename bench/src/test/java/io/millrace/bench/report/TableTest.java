package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.row.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Figure CPU = Figure.atMost(0.33, "cpu", "s");
    private static final Figure SPEED = new Figure("speed", "1/s", 1.0, 1.3, true);

    private final Samples samples = new Samples();
    private final Table table = new Table(
            samples, "Kafka", "Stock", List.of(new Table.Column("Ours", false), new Table.Column("Ours async", true)));

    @Test
    void aLineShowsMediansWithTheirSpreadAndTheRatio() {
        List.of(3.0, 1.0, 2.0).forEach(value -> samples.add("Kafka", "cpu", value));
        List.of(0.6, 0.4).forEach(value -> samples.add("Ours", "cpu", value));

        assertThat(table.render(List.of(CPU)))
                .startsWith("| row | Stock | Ours | ratio | goal | Ours async | ratio | goal |")
                .contains("| cpu, s | 2.00 (1.00–3.00) | 0.50 (0.40–0.60) | **0.25** | ≤ 0.33 met | – | – | – |");
    }

    @Test
    void aGoalThatIsMissedSaysSoAndDependsOnTheFlushMode() {
        samples.add("Kafka", "speed", 1_000);
        samples.add("Ours", "speed", 1_200);
        samples.add("Ours async", "speed", 1_200);

        assertThat(table.render(List.of(SPEED)))
                .contains("**1.20** | ≥ 1.00 met |")
                .contains("**1.20** | ≥ 1.30 missed |");
    }

    @Test
    void aGoalForOursAloneIsJudgedWithoutAnybodyElse() {
        samples.add("Ours", "start", 2.5);
        samples.add("Ours async", "start", 3.5);

        assertThat(table.render(List.of(Figure.aloneAtMost(3, "start", "s"))))
                .contains(
                        "| start, s | – | 2.50 (2.50–2.50) | – | ≤ 3.00 met | 3.50 (3.50–3.50) | – | ≤ 3.00 missed |");
    }

    @Test
    void aGoalForOursAloneShowsTheRatioAllTheSame() {
        samples.add("Kafka", "start", 8);
        samples.add("Ours", "start", 4);

        assertThat(table.render(List.of(Figure.aloneAtMost(3, "start", "s"))))
                .contains("| start, s | 8.00 (8.00–8.00) | 4.00 (4.00–4.00) | **0.50** | ≤ 3.00 missed |");
    }

    @Test
    void aFigureWithoutAnyValueHasNoLine() {
        samples.add("Kafka", "cpu", 1);

        assertThat(table.render(List.of(CPU, SPEED))).contains("| cpu").doesNotContain("speed");
    }
}
