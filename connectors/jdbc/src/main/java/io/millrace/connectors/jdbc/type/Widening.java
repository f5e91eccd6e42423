package io.millrace.connectors.jdbc.type;

import java.util.List;
import java.util.Optional;

/** Which types a column may grow into. A column never shrinks. */
public final class Widening {
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final int VARIABLE = -1;

    private Widening() {}

    /** The type that a column needs in order to hold what it has and what the other type can say, if not its own. */
    public static Optional<SqlType> widened(SqlType existing, SqlType desired, boolean toText) {
        if (existing.equals(desired)) {
            return Optional.empty();
        }
        if (existing.array() != desired.array()) {
            return toText && !existing.is("text") ? Optional.of(SqlType.TEXT) : Optional.empty();
        }
        if (existing.array()) {
            boolean elementsToText = toText && desired.element().is("text");
            return widened(existing.element(), desired.element(), elementsToText)
                    .map(SqlType::arrayOf);
        }
        Optional<SqlType> wider = byKind(existing, desired);
        if (wider.isPresent() || holds(existing, desired)) {
            return wider;
        }
        return toText ? Optional.of(SqlType.TEXT) : Optional.empty();
    }

    private static Optional<SqlType> byKind(SqlType existing, SqlType desired) {
        int have = INTEGERS.indexOf(existing.base());
        if (have >= 0) {
            return fromInteger(desired, have);
        }
        if (existing.is("real") && desired.is("double precision")) {
            return Optional.of(desired);
        }
        if (existing.is("numeric") && desired.is("numeric")) {
            return numeric(existing, desired);
        }
        if (existing.is("character varying") || existing.is("character")) {
            return text(existing, desired);
        }
        if (existing.base().startsWith("time") && existing.base().equals(desired.base())) {
            return precision(existing, desired);
        }
        if (existing.is("bit varying") && desired.is("bit varying") && length(desired) > length(existing)) {
            return Optional.of(desired);
        }
        return Optional.empty();
    }

    private static Optional<SqlType> fromInteger(SqlType desired, int have) {
        int want = INTEGERS.indexOf(desired.base());
        if (want > have) {
            return Optional.of(desired);
        }
        if (desired.is("numeric")) {
            // The digits of the integers that are there must fit as well.
            int digits = have == 0 ? 5 : have == 1 ? 10 : 19;
            boolean fits = desired.modifiers().isEmpty() || integralDigits(desired) >= digits;
            return Optional.of(fits ? desired : SqlType.of("numeric"));
        }
        if (desired.is("double precision") && have < 2) {
            return Optional.of(desired);
        }
        return Optional.empty();
    }

    private static Optional<SqlType> numeric(SqlType existing, SqlType desired) {
        if (existing.modifiers().isEmpty()) {
            return Optional.empty();
        }
        if (desired.modifiers().isEmpty()) {
            return Optional.of(desired);
        }
        int integral = Math.max(integralDigits(existing), integralDigits(desired));
        int scale = Math.max(scale(existing), scale(desired));
        SqlType wider = SqlType.of("numeric", integral + scale, scale);
        boolean same = integral == integralDigits(existing) && scale == scale(existing);
        return same ? Optional.empty() : Optional.of(wider);
    }

    private static Optional<SqlType> text(SqlType existing, SqlType desired) {
        if (desired.is("text")) {
            return Optional.of(desired);
        }
        boolean characters = desired.is("character varying") || desired.is("character");
        if (!characters || length(existing) == Integer.MAX_VALUE) {
            return Optional.empty();
        }
        if (desired.is("character varying") && existing.is("character")) {
            return Optional.of(
                    length(desired) == Integer.MAX_VALUE
                            ? desired
                            : SqlType.of("character varying", Math.max(length(existing), length(desired))));
        }
        if (length(desired) > length(existing)) {
            return Optional.of(
                    desired.modifiers().isEmpty()
                            ? SqlType.of(existing.base())
                            : SqlType.of(existing.base(), length(desired)));
        }
        return Optional.empty();
    }

    private static Optional<SqlType> precision(SqlType existing, SqlType desired) {
        int have =
                existing.modifiers().isEmpty() ? VARIABLE : existing.modifiers().get(0);
        int want =
                desired.modifiers().isEmpty() ? VARIABLE : desired.modifiers().get(0);
        boolean wider = have != VARIABLE && (want == VARIABLE || want > have);
        return wider ? Optional.of(desired) : Optional.empty();
    }

    /** Whether the existing column takes every value of the other type as it is, without a change. */
    private static boolean holds(SqlType existing, SqlType desired) {
        if (existing.base().equals(desired.base()) || existing.is("text")) {
            return true;
        }
        int have = INTEGERS.indexOf(existing.base());
        int want = INTEGERS.indexOf(desired.base());
        if (have >= 0 && want >= 0) {
            return have >= want;
        }
        return switch (existing.base()) {
            case "numeric" -> want >= 0;
            case "double precision" -> desired.is("real") || want == 0 || want == 1;
            case "character varying" -> desired.is("character");
            case "jsonb", "json" -> desired.is("json") || desired.is("jsonb");
            case "timestamp with time zone" -> desired.base().startsWith("timestamp");
            // A user may have chosen a stricter type of the same text, as an enum. A type that sources have is there
            // because the source had it, and text says that it has it no longer.
            default -> desired.is("text") && !SourceTypes.makes(existing);
        };
    }

    private static int integralDigits(SqlType numeric) {
        return numeric.modifiers().get(0) - scale(numeric);
    }

    private static int scale(SqlType numeric) {
        return numeric.modifiers().size() > 1 ? numeric.modifiers().get(1) : 0;
    }

    private static int length(SqlType type) {
        if (!type.modifiers().isEmpty()) {
            return type.modifiers().get(0);
        }
        // A plain "character" is one character; the others alone have no bound.
        return type.is("character") ? 1 : Integer.MAX_VALUE;
    }
}
