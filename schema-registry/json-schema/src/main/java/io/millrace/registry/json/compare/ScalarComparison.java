package io.millrace.registry.json.compare;

import io.millrace.registry.json.shape.NumberRule;
import io.millrace.registry.json.shape.StringRule;
import java.math.BigDecimal;
import java.util.Optional;

/** Compares keywords of strings and numbers, and bounds wherever they are. */
final class ScalarComparison {
    /** Exponents that differ by more are not divided: it would take as many digits. */
    private static final int DIVIDED_EXPONENTS = 1_000;

    private static final int DIGITS_PER_STEP = 8;

    private ScalarComparison() {}

    static void strings(StringRule reader, StringRule writer, Findings findings) {
        lower(
                "minLength",
                Broken.MIN_LENGTH_ADDED,
                Broken.MIN_LENGTH_INCREASED,
                reader.length().min(),
                writer.length().min(),
                findings);
        upper(
                "maxLength",
                Broken.MAX_LENGTH_ADDED,
                Broken.MAX_LENGTH_DECREASED,
                reader.length().max(),
                writer.length().max(),
                findings);
        reader.pattern()
                .filter(asked -> !writer.pattern().equals(reader.pattern()))
                .ifPresent(asked -> findings.add(
                        writer.pattern().isPresent() ? Broken.PATTERN_CHANGED : Broken.PATTERN_ADDED,
                        "pattern",
                        writer.pattern().orElse(""),
                        asked));
    }

    static void numbers(Budget budget, NumberRule reader, NumberRule writer, Findings findings) {
        if (reader.integer() && !writer.integer()) {
            findings.add(Broken.TYPE_NARROWED, "", writer.label(), reader.label());
        }
        lower(
                "minimum",
                Broken.MINIMUM_ADDED,
                Broken.MINIMUM_INCREASED,
                reader.inclusive().min(),
                writer.inclusive().min(),
                findings);
        upper(
                "maximum",
                Broken.MAXIMUM_ADDED,
                Broken.MAXIMUM_DECREASED,
                reader.inclusive().max(),
                writer.inclusive().max(),
                findings);
        lower(
                "exclusiveMinimum",
                Broken.EXCLUSIVE_MINIMUM_ADDED,
                Broken.EXCLUSIVE_MINIMUM_INCREASED,
                reader.exclusive().min(),
                writer.exclusive().min(),
                findings);
        upper(
                "exclusiveMaximum",
                Broken.EXCLUSIVE_MAXIMUM_ADDED,
                Broken.EXCLUSIVE_MAXIMUM_DECREASED,
                reader.exclusive().max(),
                writer.exclusive().max(),
                findings);
        reader.multipleOf().ifPresent(asked -> multiples(budget, asked, writer.multipleOf(), findings));
    }

    /** A bound that must not rise. */
    static void lower(
            String step,
            Broken added,
            Broken raised,
            Optional<BigDecimal> reader,
            Optional<BigDecimal> writer,
            Findings findings) {
        if (reader.isPresent() && writer.isEmpty()) {
            findings.add(added, step, "", reader.get());
        } else if (reader.isPresent() && reader.get().compareTo(writer.get()) > 0) {
            findings.add(raised, step, writer.get(), reader.get());
        }
    }

    /** A bound that must not fall. */
    static void upper(
            String step,
            Broken added,
            Broken lowered,
            Optional<BigDecimal> reader,
            Optional<BigDecimal> writer,
            Findings findings) {
        if (reader.isPresent() && writer.isEmpty()) {
            findings.add(added, step, "", reader.get());
        } else if (reader.isPresent() && reader.get().compareTo(writer.get()) < 0) {
            findings.add(lowered, step, writer.get(), reader.get());
        }
    }

    private static void multiples(Budget budget, BigDecimal reader, Optional<BigDecimal> writer, Findings findings) {
        if (writer.isEmpty()) {
            findings.add(Broken.MULTIPLE_OF_ADDED, "multipleOf", "", reader);
            return;
        }
        // Numbers of so many digits are divided, each by the other.
        budget.spend(1 + (reader.precision() + writer.get().precision()) / DIGITS_PER_STEP);
        if (!divides(reader, writer.get())) {
            findings.add(
                    divides(writer.get(), reader) ? Broken.MULTIPLE_OF_EXPANDED : Broken.MULTIPLE_OF_CHANGED,
                    "multipleOf",
                    writer.get(),
                    reader);
        }
    }

    private static boolean divides(BigDecimal divisor, BigDecimal number) {
        if (divisor.compareTo(number) == 0) {
            return true;
        }
        long apart = Math.abs((long) divisor.scale() - number.scale());
        return divisor.signum() != 0
                && apart <= DIVIDED_EXPONENTS
                && number.remainder(divisor).signum() == 0;
    }
}
