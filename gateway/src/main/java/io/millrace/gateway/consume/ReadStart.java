package io.millrace.gateway.consume;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where in a partition a client wants to begin.
 *
 * @param value an offset, or a time in milliseconds; 0 for the ends
 */
record ReadStart(Kind kind, long value) {
    enum Kind {
        EARLIEST,
        LATEST,
        OFFSET,
        TIMESTAMP
    }

    /** By the query's {@code offset} or {@code timestamp}; the beginning if it has neither. */
    static ReadStart of(Exchange exchange) {
        Optional<String> offset = exchange.query("offset");
        Optional<String> timestamp = exchange.query("timestamp");
        if (offset.isPresent() && timestamp.isPresent()) {
            throw new HttpProblemException(400, "Give offset or timestamp, not both");
        }
        return timestamp.map(ReadStart::ofTimestamp).orElseGet(() -> offset.map(ReadStart::ofOffset)
                .orElse(new ReadStart(Kind.EARLIEST, 0)));
    }

    private static ReadStart ofOffset(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new ReadStart(Kind.EARLIEST, 0);
            case "latest" -> new ReadStart(Kind.LATEST, 0);
            default ->
                new ReadStart(
                        Kind.OFFSET,
                        fromZero(written)
                                .orElseThrow(() -> new HttpProblemException(
                                        400, "offset is a number from 0, earliest or latest, not '" + written + "'")));
        };
    }

    private static ReadStart ofTimestamp(String written) {
        return new ReadStart(
                Kind.TIMESTAMP,
                fromZero(written)
                        .or(() -> instant(written))
                        .orElseThrow(() -> new HttpProblemException(
                                400,
                                "timestamp is a time such as 2026-01-31T12:00:00Z, or milliseconds from 0, not '"
                                        + written + "'")));
    }

    private static Optional<Long> fromZero(String written) {
        try {
            long number = Long.parseLong(written);
            return number < 0 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> instant(String written) {
        try {
            long milliseconds = Instant.parse(written).toEpochMilli();
            return milliseconds < 0 ? Optional.empty() : Optional.of(milliseconds);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
