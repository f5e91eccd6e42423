package io.millrace.bench.report;

import io.millrace.bench.row.Figure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table in Markdown: medians with the least and the largest value, ratios to the first peer, goals. */
public final class Table {

    private static final String NOTHING = "–";

    private final Samples samples;
    private final String baseline;
    private final String heading;
    private final List<Column> columns;

    /**
     * A peer that is compared with the baseline.
     *
     * @param peer its name
     * @param async whether the goals for {@code flush=async} apply
     */
    public record Column(String peer, boolean async) {}

    /**
     * A table of these samples.
     *
     * @param baseline the peer that others are compared with
     * @param heading what the table calls it
     */
    public Table(Samples samples, String baseline, String heading, List<Column> columns) {
        this.samples = samples;
        this.baseline = baseline;
        this.heading = heading;
        this.columns = columns;
    }

    /** The lines for these figures; a figure that nobody has a value for is left out. */
    public String render(List<Figure> figures) {
        StringBuilder text = new StringBuilder("| row | " + heading);
        columns.forEach(column -> text.append(" | ").append(column.peer()).append(" | ratio | goal"));
        text.append(" |\n|---|---")
                .append("|---|---|---".repeat(columns.size()))
                .append("|\n");
        for (Figure figure : figures) {
            Optional<Spread> reference = samples.spread(baseline, figure.label());
            boolean measured = columns.stream().anyMatch(column -> samples.spread(column.peer(), figure.label())
                    .isPresent());
            if (reference.isPresent() || measured) {
                text.append(line(figure, reference));
            }
        }
        return text.toString();
    }

    private String line(Figure figure, Optional<Spread> reference) {
        StringBuilder line = new StringBuilder("| " + figure.label() + ", " + figure.unit() + " | ");
        line.append(reference.map(Table::show).orElse(NOTHING));
        for (Column column : columns) {
            Optional<Spread> ours = samples.spread(column.peer(), figure.label());
            line.append(" | ").append(ours.map(Table::show).orElse(NOTHING)).append(" | ");
            Optional<Double> ratio = ours.flatMap(own -> reference.map(other -> own.median() / other.median()));
            Optional<Double> reached = figure.alone() ? ours.map(Spread::median) : ratio;
            line.append(ratio.map(Table::bold).orElse(NOTHING))
                    .append(" | ")
                    .append(reached.map(value -> verdict(figure, value, column.async()))
                            .orElse(NOTHING));
        }
        return line.append(" |\n").toString();
    }

    private static String bold(double ratio) {
        return String.format(Locale.ROOT, "**%.2f**", ratio);
    }

    private static String verdict(Figure figure, double reached, boolean async) {
        String relation = figure.more() ? "≥" : "≤";
        String met = figure.isMet(reached, async) ? "met" : "missed";
        return String.format(Locale.ROOT, "%s %.2f %s", relation, figure.goalOf(async), met);
    }

    private static String show(Spread spread) {
        return number(spread.median()) + " (" + number(spread.least()) + "–" + number(spread.most()) + ")";
    }

    /** Three digits that matter. */
    private static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
